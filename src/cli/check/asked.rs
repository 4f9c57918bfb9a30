//! What is looked at only because the caller asks for it: links, and the opinion of `SpamAssassin`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use tokio::runtime::Runtime;

use super::super::CliError;
use super::subject::Flat;
use crate::domain::checks::links::fetch::{
    LinkLook, LinkOutcome, LinkPlan, findings, not_checkable,
};
use crate::domain::checks::spam::{SpamVerdict, finding, mail};
use crate::domain::connector::Connector;
use crate::domain::finding::Finding;
use crate::domain::logto::{Field, FieldFinding};
use crate::services::clock::SystemClock;
use crate::services::delivery::new_stamp;
use crate::services::links::Links;
use crate::services::{spamd, with_causes};

/// What the caller asks for, and what came of it.
#[derive(Default)]
pub(super) struct Asked {
    links: Option<Links>,
    spamd: Option<String>,
    /// What became of the addresses, by address.
    looks: BTreeMap<String, LinkLook>,
    /// What each template is taken for.
    verdicts: Vec<(String, SpamVerdict)>,
    /// Why something that was asked for is not known.
    pub unanswered: Option<String>,
}

impl Asked {
    /// With links or without, and with a server of spamd or without.
    pub fn new(links: bool, spamd: Option<String>) -> Result<Self, CliError> {
        let links = links.then(Links::new).transpose();
        Ok(Self {
            links: links.map_err(|error| CliError::input(&error))?,
            spamd,
            ..Self::default()
        })
    }

    /// The findings of each mail.
    pub fn ask(
        &mut self,
        mails: &[Flat],
        connector: Option<&Connector>,
    ) -> Result<Vec<Vec<FieldFinding>>, CliError> {
        let mut found: Vec<Vec<FieldFinding>> = mails.iter().map(|_| Vec::new()).collect();
        if self.links.is_none() && self.spamd.is_none() {
            return Ok(found);
        }
        let runtime = Runtime::new().map_err(|error| CliError::input(&error))?;
        if let Some(links) = self.links.clone() {
            let of_links = runtime.block_on(self.look(&links, mails));
            for (found, more) in found.iter_mut().zip(of_links) {
                found.extend(more);
            }
        }
        if let Some(server) = self.spamd.clone() {
            let of_spam = runtime.block_on(self.judge(&server, mails, connector))?;
            for (found, more) in found.iter_mut().zip(of_spam) {
                found.extend(more);
            }
        }
        Ok(found)
    }

    async fn look(&mut self, links: &Links, mails: &[Flat]) -> Vec<Vec<FieldFinding>> {
        let guard = links.guard().fetch;
        let plan = |mail: &Flat| LinkPlan::guarded(&mail.details, &mail.payload, guard);
        let plans: Vec<LinkPlan> = mails.iter().map(plan).collect();
        let mut urls: Vec<String> = Vec::new();
        let mut hosts: Vec<String> = Vec::new();
        for plan in &plans {
            urls.extend(plan.wanted.iter().map(|one| one.url.clone()));
            hosts.extend(plan.hosts());
        }
        for list in [&mut urls, &mut hosts] {
            list.sort_unstable();
            list.dedup();
        }
        // The run goes on without anybody who reads this.
        writeln!(io::stderr(), "{}", announced(urls.len(), &hosts)).ok();
        let looks = &mut self.looks;
        let known = urls.clone();
        let tell = |at: usize, look: LinkLook| {
            if let Some(url) = known.get(at) {
                looks.insert(url.clone(), look);
            }
        };
        links.look_all(urls, tell).await;
        plans.iter().map(|plan| self.of_plan(plan)).collect()
    }

    fn of_plan(&self, plan: &LinkPlan) -> Vec<FieldFinding> {
        let wanted = plan.wanted.iter().flat_map(|fetch| {
            let look = self.looks.get(&fetch.url);
            look.map_or_else(Vec::new, |look| findings(fetch, look))
        });
        let refused = plan.refused.iter();
        // Others are told of without looking at anything.
        let refused = refused.filter(|(_, reason)| reason.is_told_here());
        let refused = refused.map(|(fetch, reason)| not_checkable(fetch, reason));
        wanted.chain(refused).map(in_content).collect()
    }

    async fn judge(
        &mut self,
        server: &str,
        mails: &[Flat],
        connector: Option<&Connector>,
    ) -> Result<Vec<Vec<FieldFinding>>, CliError> {
        let mut found = Vec::new();
        for one in mails {
            let stamp = new_stamp(&SystemClock);
            let bytes = mail(&one.details, &one.payload, connector, &stamp);
            let bytes = bytes.map_err(|error| CliError::refused(&error))?;
            match spamd::ask(server, &bytes).await {
                Ok(verdict) => {
                    found.push(finding(&verdict).map(in_content).into_iter().collect());
                    let name = format!("{}/{}", one.key.usage_type, one.key.tag);
                    self.verdicts.push((name, verdict));
                }
                Err(error) => {
                    let why = with_causes(&error);
                    self.unanswered = Some(format!("SpamAssassin at {server}: {why}"));
                    break;
                }
            }
        }
        found.resize_with(mails.len(), Vec::new);
        Ok(found)
    }

    /// What came of it, besides the findings.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        if !self.looks.is_empty() {
            writeln!(out, "\nLinks and pictures")?;
        }
        // Many addresses may have failed for one reason, which is told once.
        let mut failed: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (url, look) in &self.looks {
            if let (LinkOutcome::Failed(failure), []) = (&look.outcome, &look.redirects[..]) {
                failed.entry(failure.to_string()).or_default().push(url);
                continue;
            }
            writeln!(out, "  {url}\n      {look}")?;
            for step in &look.redirects {
                writeln!(out, "      {} to {}", step.status, step.to)?;
            }
        }
        for (reason, urls) in &failed {
            for url in urls {
                writeln!(out, "  {url}")?;
            }
            writeln!(out, "      not checked: {reason}")?;
        }
        if !self.verdicts.is_empty() {
            writeln!(out, "\nSpamAssassin")?;
        }
        for (key, verdict) in &self.verdicts {
            let (score, threshold) = (verdict.score, verdict.threshold);
            writeln!(
                out,
                "  {key}: {score} points; from {threshold} on it is spam"
            )?;
            for rule in &verdict.rules {
                let (points, name, words) = (rule.points, &rule.name, &rule.description);
                writeln!(out, "    {points:5.1} {name:<24} {words}")?;
            }
        }
        if let Some(why) = &self.unanswered {
            writeln!(out, "\n{why}")?;
        }
        Ok(())
    }
}

fn announced(count: usize, hosts: &[String]) -> String {
    let addresses = if count == 1 { "address" } else { "addresses" };
    let servers = if hosts.len() == 1 {
        "server"
    } else {
        "servers"
    };
    match hosts {
        [] => "No link or picture of these mails can be looked at".to_owned(),
        hosts => format!(
            "Looking at {count} {addresses} of {} {servers}: {}",
            hosts.len(),
            hosts.join(", ")
        ),
    }
}

fn in_content(finding: Finding) -> FieldFinding {
    FieldFinding {
        field: Field::Content,
        finding,
    }
}

#[cfg(test)]
mod tests;
