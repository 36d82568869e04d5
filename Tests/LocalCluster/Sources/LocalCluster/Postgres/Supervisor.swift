/// The shell that owns the private PostgreSQL.
///
/// It makes the database, runs the server, and stops both when its standard input ends: that happens when
/// `dsql-local` closes the pipe and just as well when it is killed. Then it removes the folder. It ignores the
/// terminal's signals, because stopping is dsql-local's decision.
enum Supervisor {
    /// Arguments: folder, folder of PostgreSQL's programs, user to run as or nothing, name of the superuser.
    static let script = #"""
        trap '' HUP INT QUIT TERM
        exec 3<&0 </dev/null
        folder=$1 bin=$2 user=$3 superuser=$4
        data=$folder/pg/data
        as_user() {
            if [ -n "$user" ]; then
                exec setpriv --reuid="$user" --regid="$(id -g "$user")" --init-groups --no-new-privs -- "$@" 3<&-
            else
                exec "$@" 3<&-
            fi
        }
        (as_user "$bin/initdb" -D "$data" -U "$superuser" -A trust -E UTF8 --locale=C --no-sync \
            --no-instructions >/dev/null) || { rm -rf -- "$folder"; exit 3; }
        (as_user "$bin/postgres" -D "$data" -k "$folder/pg" -c listen_addresses= -c max_connections=300 \
            -c shared_buffers=32MB -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
            -c wal_level=minimal -c max_wal_senders=0 -c jit=off -c timezone=UTC -c log_timezone=UTC \
            -c default_transaction_isolation='repeatable read' -c deadlock_timeout=100ms \
            -c client_connection_check_interval=1s -c log_min_messages=fatal -c log_min_error_statement=panic) &
        server=$!
        (
            read -r _ <&3
            tries=0
            while kill -INT "$server" 2>/dev/null && [ "$tries" -lt 50 ]; do
                sleep 0.1
                tries=$((tries + 1))
            done
            kill -QUIT "$server" 2>/dev/null
        ) &
        watcher=$!
        exec 3<&-
        wait "$server"
        status=$?
        kill -KILL "$watcher" 2>/dev/null
        rm -rf -- "$folder"
        [ "$status" -eq 0 ] || exit 4
        """#
}
