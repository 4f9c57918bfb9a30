//! `letterhead clients list`

use std::io::Write;

use serde::Serialize;

use super::super::{CliError, write_json};
use super::percent;
use crate::domain::clients::audience::{Audience, DEFAULT_SOURCE};
use crate::domain::clients::data::{Client, ClientData};

/// Arguments of `letterhead clients list`.
#[derive(Debug, Default, clap::Args)]
pub struct List {
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    client: &'a Client,
    /// Its share of readers in the default mix, 0 to 1.
    share: f64,
}

pub(super) fn run(arguments: &List, out: &mut impl Write) -> Result<(), CliError> {
    let data = ClientData::bundled();
    let usual = Audience::usual(data);
    let rows: Vec<Row<'_>> = data
        .client_ids()
        .filter_map(|id| {
            Some(Row {
                client: data.client(id)?,
                share: usual.share(id),
            })
        })
        .collect();
    if arguments.json {
        return write_json(out, &rows);
    }
    for row in rows {
        let share = if row.share > 0.0 {
            percent(row.share)
        } else {
            String::new()
        };
        writeln!(
            out,
            "{:<28} {:<32} {share:>7}",
            row.client.id, row.client.name
        )?;
    }
    writeln!(
        out,
        "\n{} features, facts of {} from caniemail.com. The percentages are the mix that is taken if \
         you give none: {DEFAULT_SOURCE}.",
        data.features.len(),
        data.date
    )?;
    Ok(())
}
