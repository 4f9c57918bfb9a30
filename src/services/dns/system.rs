//! The resolvers this machine is set to use.

use std::net::SocketAddr;

use hickory_resolver::system_conf::read_system_conf;

/// Their addresses, in the order the system asks them.
pub(super) fn resolvers() -> Vec<SocketAddr> {
    let config = match read_system_conf() {
        Ok((config, _)) => config,
        Err(error) => {
            tracing::warn!(%error, "the system's resolvers cannot be read");
            return Vec::new();
        }
    };
    let mut addresses: Vec<SocketAddr> = Vec::new();
    for server in config.name_servers() {
        for connection in &server.connections {
            let address = SocketAddr::new(server.ip, connection.port);
            if !addresses.contains(&address) {
                addresses.push(address);
            }
        }
    }
    addresses
}
