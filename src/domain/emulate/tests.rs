use super::*;

fn shown(html: &str, client: Client) -> Emulated {
    emulate(
        html,
        None,
        View {
            client,
            ..View::default()
        },
    )
}

#[test]
fn a_mail_as_written_stays_as_it_is() {
    let html = "<p style='color:red'>x<b>y";
    assert_eq!(shown(html, Client::AsWritten).html, html);
}
