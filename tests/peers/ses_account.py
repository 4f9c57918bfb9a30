"""Sets up an account of moto's Amazon SES and prints its key pair. Takes the server's address."""

import json
import sys
import time
import urllib.request

import boto3
from botocore.config import Config

endpoint = sys.argv[1]
deadline = time.monotonic() + 60
while True:
    try:
        # The dashboard's data is no action that would count.
        urllib.request.urlopen(endpoint + "/moto-api/data.json", timeout=2).read()
        break
    except OSError:
        if time.monotonic() > deadline:
            sys.exit("moto did not start; see target/peers/moto.log")
        time.sleep(0.2)

access = {
    "endpoint_url": endpoint,
    "region_name": "us-east-1",
    "aws_access_key_id": "x",
    "aws_secret_access_key": "y",
    "config": Config(retries={"total_max_attempts": 1}),
}
iam = boto3.client("iam", **access)
iam.create_user(UserName="mailer")
key = iam.create_access_key(UserName="mailer")["AccessKey"]
statement = {"Effect": "Allow", "Action": ["ses:*"], "Resource": "*"}
policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
iam.put_user_policy(UserName="mailer", PolicyName="send", PolicyDocument=policy)
boto3.client("sesv2", **access).create_email_identity(EmailIdentity="no-reply@example.org")
print(json.dumps({"id": key["AccessKeyId"], "secret": key["SecretAccessKey"]}))
