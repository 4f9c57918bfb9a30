//! Who reads the mails, as shares of mail clients.

mod names;
mod read;

use std::collections::BTreeMap;

use super::data::{ClientData, ClientId};

pub use read::NotUnderstood;

/// Where the default mix is from.
pub const DEFAULT_SOURCE: &str = "Litmus, opens of July 2020 (emailninja.com/blog/email-client-market-share): the last \
     figures before Apple's Mail Privacy Protection, which since counts mails that nobody opened. \
     Measured mostly at senders in the USA; a family's share is spread evenly over its clients";

/// The default mix in percent; see [`DEFAULT_SOURCE`].
const DEFAULT: &str = "Gmail,38\nApple iPhone,28\nApple Mail,10\nOutlook,9\nYahoo! Mail,4\n\
                       Apple iPad,2\nSamsung Mail,1";

/// Clients and their shares of all readers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Audience {
    /// The clients, each once, with shares from 0 to 1; together at most 1.
    shares: Vec<(ClientId, f64)>,
    /// What was not understood, in order.
    not_understood: Vec<NotUnderstood>,
}

impl Audience {
    /// A mix for those who have not measured their own.
    pub fn usual(data: &ClientData) -> Self {
        Self::read(DEFAULT, data)
    }

    /// Chosen clients, all alike; none means the usual mix.
    pub fn chosen(clients: &[ClientId], data: &ClientData) -> Self {
        if clients.is_empty() {
            return Self::usual(data);
        }
        let mut clients = clients.to_vec();
        clients.sort_unstable();
        clients.dedup();
        let share = 1.0 / clients.len() as f64;
        Self {
            shares: clients.into_iter().map(|id| (id, share)).collect(),
            not_understood: Vec::new(),
        }
    }

    /// Groups of clients, each with its share in percent; a group without one gets an equal part of
    /// what is left of 100. Shares of more than 100 together count by how they compare. A group is
    /// spread evenly over its clients.
    pub fn of_shares(groups: &[(Vec<ClientId>, Option<f64>)]) -> Self {
        let given: f64 = groups.iter().filter_map(|(_, share)| *share).sum();
        let open = groups.iter().filter(|(_, share)| share.is_none()).count();
        let left = (100.0 - given).max(0.0) / open.max(1) as f64;
        let total = given.max(100.0);
        let mut all: BTreeMap<ClientId, f64> = BTreeMap::new();
        for (clients, share) in groups {
            let each = share.unwrap_or(left) / total / clients.len().max(1) as f64;
            for id in clients {
                *all.entry(*id).or_default() += each;
            }
        }
        let mut shares: Vec<(ClientId, f64)> = all.into_iter().collect();
        shares.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        Self {
            shares,
            not_understood: Vec::new(),
        }
    }

    /// Pasted shares: in each line a name and a share, between them a comma, a semicolon, a tab or
    /// a colon. Shares are percent or counts; what matters is how they compare.
    ///
    /// A name that stands for many clients is spread evenly over them. What is not understood
    /// counts as readers of whom nothing is known, unless it has no share.
    pub fn read(text: &str, data: &ClientData) -> Self {
        read::audience(text, data)
    }

    /// The clients and their shares of all readers, greatest first.
    pub fn shares(&self) -> &[(ClientId, f64)] {
        &self.shares
    }

    /// The share of a client.
    pub fn share(&self, client: ClientId) -> f64 {
        let found = self.shares.iter().find(|(id, _)| *id == client);
        found.map_or(0.0, |(_, share)| *share)
    }

    /// What was not understood.
    pub fn not_understood(&self) -> &[NotUnderstood] {
        &self.not_understood
    }

    /// The share of readers whose client is not known.
    pub fn unknown_share(&self) -> f64 {
        let known: f64 = self.shares.iter().map(|(_, share)| share).sum();
        (1.0 - known).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests;
