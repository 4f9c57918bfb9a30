"""Signs forms with Alibaba Cloud's own SDK: JSON lines {secret, form} in, signatures out."""

import json
import sys

from aliyunsdkcore.auth.composer import rpc_signature_composer as composer

text_of = getattr(composer, "__compose_string_to_sign")
signature_of = getattr(composer, "__get_signature")

for line in sys.stdin:
    given = json.loads(line)
    print(signature_of(text_of("POST", given["form"]), given["secret"]))
