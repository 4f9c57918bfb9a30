use super::*;
use UsageType::{ForgotPassword, Generic, SignIn};

fn request(usage_type: UsageType, locale: Option<&str>) -> SelectionRequest {
    SelectionRequest {
        usage_type,
        locale: locale.map(str::to_owned),
        fallback: "en".to_owned(),
        support: TemplateSupport::CustomAndConfig,
    }
}

fn custom(usage_type: UsageType, tag: &str) -> Place {
    Place::Custom {
        usage_type,
        language_tag: tag.to_owned(),
    }
}

#[test]
fn the_places_are_asked_in_logtos_order() {
    let places = [
        custom(SignIn, "fr"),
        custom(SignIn, "en"),
        custom(Generic, "en"),
        Place::Config { usage_type: SignIn },
        Place::Config {
            usage_type: Generic,
        },
    ];
    // Each place wins when all before it are empty.
    for first in 0..places.len() {
        let templates = places[first..]
            .iter()
            .fold(TemplateList::default(), |list, place| match place {
                Place::Custom {
                    usage_type,
                    language_tag,
                } => list.custom(*usage_type, language_tag),
                Place::Config { usage_type } => list.config(*usage_type),
            });
        let trace = choose(&request(SignIn, Some("fr")), &templates);
        assert_eq!(trace.chosen.as_ref(), Some(&places[first]));
        assert_eq!(trace.error, None);
        let asked: Vec<_> = trace
            .places
            .iter()
            .map(|tried| tried.place.clone())
            .collect();
        assert_eq!(asked, places);
        for (index, tried) in trace.places.iter().enumerate() {
            let expected = match index.cmp(&first) {
                std::cmp::Ordering::Less => PlaceOutcome::Absent,
                std::cmp::Ordering::Equal => PlaceOutcome::Chosen,
                std::cmp::Ordering::Greater => PlaceOutcome::NotTried,
            };
            assert_eq!(tried.outcome, expected);
        }
    }
}

#[test]
fn without_any_template_logto_answers_400() {
    let trace = choose(&request(SignIn, None), &TemplateList::default());
    assert_eq!(trace.chosen, None);
    assert_eq!(trace.error, Some(TemplateNotFound::new(SignIn)));
    assert_eq!(trace.places.len(), 4);
    let json = serde_json::to_value(&trace).unwrap();
    assert_eq!(json["error"]["code"], "connector.template_not_found");
    assert_eq!(json["error"]["status"], 400);
    assert_eq!(json["places"][0]["place"]["in"], "custom");
    assert_eq!(json["places"][0]["place"]["languageTag"], "en");
}

#[test]
fn tags_are_compared_exactly() {
    let templates = TemplateList::default()
        .custom(SignIn, "fr")
        .custom(SignIn, "pt-br")
        .config(SignIn);
    for (locale, near) in [("fr-CA", "fr"), ("pt-BR", "pt-br")] {
        let trace = choose(&request(SignIn, Some(locale)), &templates);
        assert_eq!(trace.chosen, Some(Place::Config { usage_type: SignIn }));
        assert_eq!(
            trace.notes,
            [format!(
                "There is a custom SignIn template in {near}, but Logto compares tags exactly \
                 and looks for {locale}"
            )]
        );
    }
}

#[test]
fn one_generic_template_hides_all_of_the_configuration() {
    let templates = TemplateList::default()
        .custom(Generic, "en")
        .config(SignIn)
        .config(ForgotPassword)
        .config(Generic);
    let trace = choose(&request(SignIn, Some("de")), &templates);
    assert_eq!(trace.chosen, Some(custom(Generic, "en")));
    assert_eq!(trace.shadowed, [SignIn, ForgotPassword, Generic]);
    assert_eq!(
        trace.notes,
        [
            "The custom Generic template in en hides these templates of the connector's \
          configuration: SignIn, ForgotPassword, Generic"
        ]
    );
}

#[test]
fn generic_in_the_language_of_the_mail_is_not_used_for_other_types() {
    let templates = TemplateList::default()
        .custom(Generic, "de")
        .config(Generic);
    let trace = choose(&request(SignIn, Some("de")), &templates);
    assert_eq!(
        trace.chosen,
        Some(Place::Config {
            usage_type: Generic
        })
    );
    assert_eq!(trace.notes.len(), 1);
    assert!(trace.notes[0].contains("only in the fallback language en"));
}

#[test]
fn a_locale_equal_to_the_fallback_is_asked_once() {
    let trace = choose(&request(Generic, Some("en")), &TemplateList::default());
    let asked: Vec<_> = trace.places.into_iter().map(|tried| tried.place).collect();
    assert_eq!(
        asked,
        [
            custom(Generic, "en"),
            Place::Config {
                usage_type: Generic
            }
        ]
    );
}

#[test]
fn an_empty_locale_counts_as_none() {
    for fallback in ["en", ""] {
        let mut request = request(SignIn, Some(""));
        request.fallback = fallback.to_owned();
        let trace = choose(&request, &TemplateList::default().custom(SignIn, fallback));
        assert_eq!(trace.chosen, Some(custom(SignIn, fallback)));
    }
}

#[test]
fn every_connector_has_its_own_sources() {
    use TemplateSupport::{ConfigOnly, CustomAndConfig, ExactConfigOnly, PayloadOnly};
    for (factory, expected) in [
        ("aws-ses-mail", CustomAndConfig),
        ("aliyun-direct-mail", CustomAndConfig),
        ("sendgrid-email-service", CustomAndConfig),
        ("mailgun-email", CustomAndConfig),
        ("simple-mail-transfer-protocol", CustomAndConfig),
        ("mailjunky-email-service", CustomAndConfig),
        ("smtp2go-email-service", CustomAndConfig),
        ("mock-email-service", CustomAndConfig),
        ("postmark-mail", ConfigOnly),
        ("mock-email-service-alternative", ExactConfigOnly),
        ("http-email", PayloadOnly),
        ("logto-email", PayloadOnly),
    ] {
        assert_eq!(TemplateSupport::of_factory(factory), Some(expected));
    }
    assert_eq!(TemplateSupport::of_factory("carrier-pigeon"), None);
}

#[test]
fn postmark_ignores_custom_templates() {
    let templates = TemplateList::default().custom(SignIn, "en").config(Generic);
    let mut request = request(SignIn, Some("en"));
    request.support = TemplateSupport::ConfigOnly;
    let trace = choose(&request, &templates);
    assert_eq!(
        trace.chosen,
        Some(Place::Config {
            usage_type: Generic
        })
    );
    assert_eq!(trace.notes, ["The connector ignores all custom templates"]);
}

#[test]
fn an_http_connector_needs_no_template() {
    let mut request = request(SignIn, Some("en"));
    request.support = TemplateSupport::PayloadOnly;
    let trace = choose(&request, &TemplateList::default());
    assert_eq!((trace.chosen, trace.error), (None, None));
    assert!(
        trace
            .places
            .iter()
            .all(|tried| tried.outcome == PlaceOutcome::NotTried)
    );
}
