//! The shapes of what Logto puts into payloads.
//!
//! Objects: `core/src/utils/connectors/types.ts` and `extra-information.ts`. Which flow carries
//! what: the routes named in [`Flow::route`].

use super::Flow;
use super::variable::{Kind, Presence, Variable};

/// The variables of a flow.
pub(super) const fn of_flow(flow: Flow) -> &'static [Variable] {
    match flow {
        Flow::Experience | Flow::ExperienceMfa => EXPERIENCE,
        Flow::Interaction => INTERACTION,
        Flow::Account => ACCOUNT,
        Flow::Management => MANAGEMENT,
        Flow::Console => CONSOLE,
        Flow::Invitation => INVITATION,
        Flow::ConnectorTest => CONNECTOR_TEST,
    }
}

const EXPERIENCE: &[Variable] = &[CODE, LOCALE, UI_LOCALES, APPLICATION, ORGANIZATION];

const INTERACTION: &[Variable] = &[
    CODE,
    Variable {
        doc: "The language of the mail, one of the Console's languages.",
        ..LOCALE
    },
    APPLICATION,
    ORGANIZATION,
];

const ACCOUNT: &[Variable] = &[
    CODE,
    LOCALE,
    UI_LOCALES,
    USER,
    Variable {
        presence: Presence::Optional {
            absent_when: "if the access token names no client, or a look-up failed",
        },
        doc: "The application whose access token called the Account API.",
        ..APPLICATION
    },
];

const MANAGEMENT: &[Variable] = &[CODE];

const CONSOLE: &[Variable] = &[
    CODE,
    Variable {
        doc: "The language of the mail, one of the Console's languages.",
        ..LOCALE
    },
    UI_LOCALES,
];

const INVITATION: &[Variable] = &[
    Variable {
        presence: Presence::Always,
        doc: "The organization the recipient is invited to.",
        ..ORGANIZATION
    },
    Variable {
        name: "inviter",
        presence: Presence::Optional {
            absent_when: "if the invitation names no inviter, or a look-up failed",
        },
        doc: "The user who invites.",
        ..USER
    },
    Variable {
        name: "link",
        kind: Kind::Url,
        presence: Presence::Optional {
            absent_when: "if the caller gives no link in the message payload; Logto makes none",
        },
        from_context: false,
        doc: "The page that accepts the invitation, as the caller gives it.",
        sample: "https://app.example.com/invitations/8fk2n1x9",
    },
    Variable {
        presence: Presence::Optional {
            absent_when: "if the caller gives no locale in the message payload",
        },
        doc: "The language of the mail, as the caller gives it.",
        ..LOCALE
    },
    Variable {
        presence: Presence::Optional {
            absent_when: "if the caller gives no uiLocales in the message payload",
        },
        doc: "Languages, as the caller gives them.",
        ..UI_LOCALES
    },
];

const CONNECTOR_TEST: &[Variable] = &[
    Variable {
        doc: "The code of every test, six zeros.",
        sample: "000000",
        ..CODE
    },
    Variable {
        presence: Presence::Optional {
            absent_when: "if the test request names no locale",
        },
        doc: "The language of the mail, as the test request gives it.",
        ..LOCALE
    },
];

const CODE: Variable = Variable {
    name: "code",
    kind: Kind::Text,
    presence: Presence::Always,
    from_context: false,
    doc: "The verification code, six digits, which may start with zeros.",
    sample: "482913",
};

const LOCALE: Variable = Variable {
    name: "locale",
    kind: Kind::Text,
    presence: Presence::Always,
    from_context: false,
    doc: "The language of the mail, a tag of the sign-in pages.",
    sample: "en",
};

const UI_LOCALES: Variable = Variable {
    name: "uiLocales",
    kind: Kind::Text,
    presence: Presence::Optional {
        absent_when: "if the sign-in request had no ui_locales",
    },
    from_context: false,
    doc: "The languages the application asked for, separated by spaces.",
    sample: "en-GB en",
};

const APPLICATION: Variable = Variable {
    name: "application",
    kind: Kind::Object(APPLICATION_FIELDS),
    presence: Presence::Optional {
        absent_when: "if the session names no application, or a look-up failed",
    },
    from_context: true,
    doc: "The application the user signs in to.",
    sample: "",
};

const APPLICATION_FIELDS: &[Variable] = &[
    text("id", "The id of the application.", "k3j2h1g0f9e8d7c6b5a4z"),
    text(
        "name",
        "The name of the application in the Console.",
        "Acme Portal",
    ),
    Variable {
        presence: Presence::Optional {
            absent_when: "if the application has no sign-in experience of its own",
        },
        ..BRANDING
    },
    Variable {
        presence: Presence::Optional {
            absent_when: "if the application's own sign-in experience has no display name",
        },
        ..text(
            "displayName",
            "The display name of the application's own sign-in experience.",
            "Acme",
        )
    },
];

const ORGANIZATION: Variable = Variable {
    name: "organization",
    kind: Kind::Object(ORGANIZATION_FIELDS),
    presence: Presence::Optional {
        absent_when: "if the sign-in request had no organization_id, or a look-up failed",
    },
    from_context: true,
    doc: "The organization the user signs in to.",
    sample: "",
};

const ORGANIZATION_FIELDS: &[Variable] = &[
    text("id", "The id of the organization.", "o7q1w2e3r4t5"),
    text("name", "The name of the organization.", "Acme Inc"),
    BRANDING,
];

const BRANDING: Variable = Variable {
    name: "branding",
    kind: Kind::Object(BRANDING_FIELDS),
    presence: Presence::Always,
    from_context: false,
    doc: "Logos and icons; may be empty.",
    sample: "",
};

const BRANDING_FIELDS: &[Variable] = &[
    picture("logoUrl", "The logo.", "https://cdn.example.com/logo.png"),
    picture(
        "darkLogoUrl",
        "The logo for dark backgrounds.",
        "https://cdn.example.com/logo-dark.png",
    ),
    picture("favicon", "The icon.", "https://cdn.example.com/icon.png"),
    picture(
        "darkFavicon",
        "The icon for dark backgrounds.",
        "https://cdn.example.com/icon-dark.png",
    ),
];

const USER: Variable = Variable {
    name: "user",
    kind: Kind::Object(USER_FIELDS),
    presence: Presence::Always,
    from_context: true,
    doc: "The user who is signed in.",
    sample: "",
};

const USER_FIELDS: &[Variable] = &[
    text("id", "The id of the user.", "u1x2y3z4a5b6"),
    Variable {
        kind: Kind::NullableUrl,
        ..text(
            "avatar",
            "The picture of the user.",
            "https://cdn.example.com/avatars/zoe.png",
        )
    },
    nullable("name", "The full name of the user.", "Zoë Martin"),
    nullable(
        "primaryEmail",
        "The e-mail address to sign in with.",
        "zoe@example.com",
    ),
    nullable(
        "primaryPhone",
        "The phone number to sign in with.",
        "15550100123",
    ),
    nullable("username", "The user name to sign in with.", "zoe"),
    Variable {
        kind: Kind::Object(PROFILE_FIELDS),
        ..text(
            "profile",
            "The standard claims of OpenID Connect; may be empty.",
            "",
        )
    },
];

const PROFILE_FIELDS: &[Variable] = &[
    claim("familyName", "The family name.", "Martin"),
    claim("givenName", "The given name.", "Zoë"),
    claim("middleName", "The middle name.", "Anne"),
    claim("nickname", "The nickname.", "Zo"),
    claim("preferredUsername", "The user name to show.", "zoe.martin"),
    Variable {
        kind: Kind::Url,
        ..claim("profile", "The profile page.", "https://example.com/zoe")
    },
    Variable {
        kind: Kind::Url,
        ..claim("website", "The web site.", "https://zoe.example.com")
    },
    claim("gender", "The gender.", "female"),
    claim("birthdate", "The date of birth.", "1990-04-23"),
    claim("zoneinfo", "The time zone.", "Europe/Paris"),
    claim("locale", "The language of the profile.", "fr-FR"),
    Variable {
        kind: Kind::Object(ADDRESS_FIELDS),
        ..claim("address", "The postal address.", "")
    },
];

const ADDRESS_FIELDS: &[Variable] = &[
    claim(
        "formatted",
        "The whole address.",
        "12 rue de la Paix, 75002 Paris, France",
    ),
    claim(
        "streetAddress",
        "The street and number.",
        "12 rue de la Paix",
    ),
    claim("locality", "The city.", "Paris"),
    claim("region", "The region.", "Île-de-France"),
    claim("postalCode", "The postal code.", "75002"),
    claim("country", "The country.", "France"),
];

/// A text that is there whenever its object is.
const fn text(name: &'static str, doc: &'static str, sample: &'static str) -> Variable {
    Variable {
        name,
        kind: Kind::Text,
        presence: Presence::Always,
        from_context: false,
        doc,
        sample,
    }
}

/// A key that is always there and may hold null.
const fn nullable(name: &'static str, doc: &'static str, sample: &'static str) -> Variable {
    Variable {
        kind: Kind::NullableText,
        ..text(name, doc, sample)
    }
}

/// A field of the branding.
const fn picture(name: &'static str, doc: &'static str, sample: &'static str) -> Variable {
    Variable {
        kind: Kind::Url,
        presence: Presence::Optional {
            absent_when: "if no such picture is set",
        },
        ..text(name, doc, sample)
    }
}

/// A field of the profile.
const fn claim(name: &'static str, doc: &'static str, sample: &'static str) -> Variable {
    Variable {
        presence: Presence::Optional {
            absent_when: "if the user's profile lacks it",
        },
        ..text(name, doc, sample)
    }
}
