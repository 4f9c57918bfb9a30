//! Logto's e-mail connectors: typed configuration, and the delivery each would make.
