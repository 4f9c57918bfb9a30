//! Which program listens on a port of loopback, for the error that the port is taken.

/// Name and process id, for example `mailpit (process 4711)`. `None` where the system does not
/// tell, or the program belongs to another user.
#[cfg(target_os = "linux")]
pub(super) fn find(port: u16) -> Option<String> {
    use std::fs;

    let sockets: Vec<String> = ["/proc/net/tcp", "/proc/net/tcp6"]
        .iter()
        .filter_map(|table| fs::read_to_string(table).ok())
        .flat_map(|table| listening_inodes(&table, port))
        .map(|inode| format!("socket:[{inode}]"))
        .collect();
    if sockets.is_empty() {
        return None;
    }
    fs::read_dir("/proc").ok()?.flatten().find_map(|process| {
        let name = process.file_name();
        let id: u32 = name.to_str()?.parse().ok()?;
        let descriptors = fs::read_dir(process.path().join("fd")).ok()?;
        let is_owner = descriptors.flatten().any(|descriptor| {
            fs::read_link(descriptor.path()).is_ok_and(|target| {
                target
                    .to_str()
                    .is_some_and(|t| sockets.iter().any(|s| s == t))
            })
        });
        let program = fs::read_to_string(process.path().join("comm")).ok()?;
        is_owner.then(|| format!("{} (process {id})", program.trim()))
    })
}

/// Elsewhere the system is not asked.
#[cfg(not(target_os = "linux"))]
pub(super) const fn find(_port: u16) -> Option<String> {
    None
}

/// The inodes of sockets that listen on `port`, from the kernel's table (proc(5), `/proc/net/tcp`:
/// the second column is the local address, the fourth the state, 0A for listening, the tenth the
/// inode).
#[cfg(target_os = "linux")]
fn listening_inodes(table: &str, port: u16) -> Vec<String> {
    let suffix = format!(":{port:04X}");
    table
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut columns = line.split_whitespace().skip(1);
            let address = columns.next()?;
            let state = columns.nth(1)?;
            let inode = columns.nth(5)?;
            (state == "0A" && address.ends_with(&suffix)).then(|| inode.to_owned())
        })
        .collect()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_listening_socket_of_the_port_is_found_in_the_table() {
        let table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n\
             0: 0100007F:09E9 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 41234 1 0 100 0 0 10 0\n\
             1: 0100007F:09E9 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 41235 1 0 20 4 30 10 -1\n";
        assert_eq!(listening_inodes(table, 2537), ["41234"]);
        assert!(listening_inodes(table, 25).is_empty());
    }
}
