//! One server, asked until it is clear what it says.

use hickory_proto::op::ResponseCode;

use super::Tried;
use crate::services::dns::endpoint::{Endpoint, Heard, Way};
use crate::services::dns::limiter::{Limiter, Permit};
use crate::services::dns::reading::is_referral;
use crate::services::dns::reply::Problem;
use crate::services::dns::wire::Manner;

/// A server to ask.
pub(super) struct Attempt<'a> {
    pub endpoint: &'a Endpoint,
    pub route: Way,
    pub recursion: bool,
    pub limiter: &'a Limiter,
}

impl<'a> Attempt<'a> {
    /// Asks the server. `permit` is leave to do so, if it was given already.
    pub(super) async fn run(
        self,
        tried: &Tried<'a>,
        permit: Option<Permit>,
    ) -> Result<Heard, Problem> {
        let _permit = if let Some(permit) = permit {
            permit
        } else {
            let address = self.endpoint.plain_address();
            self.limiter.enter_server(address).await
        };
        let mut manner = Manner {
            recursion: self.recursion,
            checking_disabled: false,
            edns: true,
        };
        let mut heard = self.send(tried, manner).await?;
        if is_edns_refused(heard.message.metadata.response_code) {
            manner.edns = false;
            heard = self.send(tried, manner).await?;
        }
        if heard.message.metadata.response_code == ResponseCode::ServFail && self.recursion {
            heard = self.without_checking(tried, manner).await?;
        }
        match heard.message.metadata.response_code {
            ResponseCode::NoError if is_referral(&heard.message) => Err(Problem::Referral),
            ResponseCode::NoError | ResponseCode::NXDomain => Ok(heard),
            ResponseCode::ServFail => Err(Problem::ServerFailure),
            _ => Err(Problem::Refused),
        }
    }

    /// Tells wrong signatures from a server that does not know: the former are no obstacle if none
    /// are checked. A failure that has passed meanwhile is no proof, so it is looked at again.
    async fn without_checking(&self, tried: &Tried<'a>, manner: Manner) -> Result<Heard, Problem> {
        let unchecked = Manner {
            checking_disabled: true,
            ..manner
        };
        let heard = self.send(tried, unchecked).await?;
        if !is_answer(heard.message.metadata.response_code) {
            return Err(Problem::ServerFailure);
        }
        let again = self.send(tried, manner).await?;
        if again.message.metadata.response_code == ResponseCode::ServFail {
            return Err(Problem::Bogus);
        }
        Ok(again)
    }

    async fn send(&self, tried: &Tried<'a>, manner: Manner) -> Result<Heard, Problem> {
        self.endpoint
            .send(tried.question, manner, self.route, tried.purse)
            .await
    }
}

const fn is_answer(code: ResponseCode) -> bool {
    matches!(code, ResponseCode::NoError | ResponseCode::NXDomain)
}

/// Whether a server may have stumbled over EDNS only (RFC 6891 section 7).
const fn is_edns_refused(code: ResponseCode) -> bool {
    matches!(
        code,
        ResponseCode::FormErr | ResponseCode::NotImp | ResponseCode::BADVERS
    )
}
