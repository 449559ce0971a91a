/// One step of the schema.
struct Migration {
    /// The same in every store; a contract test compares them.
    let name: String
    let sql: String
}

/// The schema, step by step. A released step is never edited: a change is a new step.
///
/// Times are milliseconds since 1970, ids and quantities whole numbers, states and reasons the
/// numbers of their enums in `Domain`. Every table of a tenant leads with `tenant_id`, so that
/// a distributed PostgreSQL can be sharded by it. Texts sort by their bytes, as in SQLite.
///
/// Row security is forced, on the owner too. A later step that changes rows lifts it from its
/// table with `NO FORCE ROW LEVEL SECURITY` and puts it back within the step.
let migrations: [Migration] = [
    Migration(
        name: "0001_tenant",
        sql: """
            CREATE TABLE tenant (
                id             BIGINT NOT NULL PRIMARY KEY,
                name           TEXT COLLATE "C" NOT NULL,
                plan           TEXT COLLATE "C" NOT NULL,
                created_at     BIGINT NOT NULL,
                -- the text forms of SettingsText and PoliciesText
                settings       TEXT COLLATE "C" NOT NULL,
                policies       TEXT COLLATE "C" NOT NULL,
                -- the head: the event log's last position
                position       BIGINT NOT NULL CHECK (position >= 0),
                -- batches that were ever committed, and the last one's time and last id
                revision       BIGINT NOT NULL DEFAULT 0,
                mark           BIGINT NOT NULL DEFAULT 0,
                last_id        BIGINT NOT NULL DEFAULT 0
            );
            -- one row for the whole database
            CREATE TABLE clock (
                one            BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
                mark           BIGINT NOT NULL,
                last_id        BIGINT NOT NULL,
                -- 16 random bytes: keys the hashes of idempotency keys and signs cursors
                secret         BYTEA  NOT NULL
            );
            CREATE TABLE api_key (
                tenant_id      BIGINT NOT NULL,
                id             BIGINT NOT NULL,
                name           TEXT COLLATE "C" NOT NULL,
                kind           TEXT COLLATE "C" NOT NULL,
                -- over all tenants, because a key is what tells the tenant
                digest         BYTEA  NOT NULL UNIQUE,
                prefix         TEXT COLLATE "C" NOT NULL,
                -- separated by spaces
                scopes         TEXT COLLATE "C" NOT NULL,
                allowed_origins TEXT COLLATE "C" NOT NULL,
                created_at     BIGINT NOT NULL,
                expires_at     BIGINT,
                PRIMARY KEY (tenant_id, id)
            );
            \(RowSecurity.directory("tenant", tenant: "id"))
            \(RowSecurity.directory("api_key", tenant: "tenant_id"))
            """),
    Migration(
        name: "0002_catalog",
        sql: """
            CREATE TABLE item (
                tenant_id      BIGINT NOT NULL,
                id             BIGINT NOT NULL,
                sku            TEXT COLLATE "C" NOT NULL,
                product_id     TEXT COLLATE "C",
                category       TEXT COLLATE "C",
                low_stock_threshold BIGINT,
                -- -1 deny, -2 allow without limit, else the limit
                backorder      BIGINT NOT NULL,
                -- item:quantity pairs separated by spaces; empty for all but kits
                components     TEXT COLLATE "C" NOT NULL,
                is_active      BIGINT NOT NULL,
                version        BIGINT NOT NULL,
                title          TEXT COLLATE "C" NOT NULL,
                -- lower case: sku, title and barcode, for the search
                search         TEXT COLLATE "C" NOT NULL,
                -- the text form of OptionsText
                options        TEXT COLLATE "C" NOT NULL,
                barcode        TEXT COLLATE "C",
                price_amount   BIGINT,
                price_currency TEXT COLLATE "C",
                cost_amount    BIGINT,
                cost_currency  TEXT COLLATE "C",
                image_url      TEXT COLLATE "C",
                created_at     BIGINT NOT NULL,
                updated_at     BIGINT NOT NULL,
                -- a deleted item keeps its row, because movements name it
                deleted_at     BIGINT,
                PRIMARY KEY (tenant_id, id)
            );
            CREATE UNIQUE INDEX item_sku ON item (tenant_id, sku) WHERE deleted_at IS NULL;
            CREATE INDEX item_product ON item (tenant_id, product_id)
                WHERE product_id IS NOT NULL;
            CREATE TABLE location (
                tenant_id      BIGINT NOT NULL,
                id             BIGINT NOT NULL,
                code           TEXT COLLATE "C" NOT NULL,
                name           TEXT COLLATE "C" NOT NULL,
                priority       BIGINT NOT NULL,
                -- separated by spaces; NULL serves every channel
                channels       TEXT COLLATE "C",
                address        TEXT COLLATE "C",
                is_active      BIGINT NOT NULL,
                version        BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, id),
                UNIQUE (tenant_id, code)
            );
            \(RowSecurity.own("item"))
            \(RowSecurity.own("location"))
            """),
    Migration(
        name: "0003_stock",
        sql: """
            CREATE TABLE stock_level (
                tenant_id      BIGINT NOT NULL,
                item_id        BIGINT NOT NULL,
                location_id    BIGINT NOT NULL,
                on_hand        BIGINT NOT NULL CHECK (on_hand >= 0),
                reserved       BIGINT NOT NULL CHECK (reserved >= 0),
                committed      BIGINT NOT NULL CHECK (committed >= 0),
                unavailable    BIGINT NOT NULL CHECK (unavailable >= 0),
                incoming       BIGINT NOT NULL CHECK (incoming >= 0),
                safety_stock   BIGINT NOT NULL CHECK (safety_stock >= 0),
                soft           BIGINT NOT NULL CHECK (soft BETWEEN 0 AND reserved),
                PRIMARY KEY (tenant_id, item_id, location_id),
                CHECK (reserved + committed <= on_hand - unavailable)
            -- room on each page, so that a row that changes all the time stays on its own
            ) WITH (fillfactor = 50);
            -- No primary key: ids are made once, and nothing refers to a row. It is only added to.
            CREATE TABLE movement (
                tenant_id      BIGINT NOT NULL,
                id             BIGINT NOT NULL,
                item_id        BIGINT NOT NULL,
                location_id    BIGINT NOT NULL,
                on_hand        BIGINT NOT NULL,
                reserved       BIGINT NOT NULL,
                committed      BIGINT NOT NULL,
                unavailable    BIGINT NOT NULL,
                incoming       BIGINT NOT NULL,
                safety_stock   BIGINT NOT NULL,
                reason         BIGINT NOT NULL,
                reference      TEXT COLLATE "C",
                -- the id of a key; 0 is the engine
                actor          BIGINT NOT NULL,
                reservation_id BIGINT,
                order_id       TEXT COLLATE "C",
                created_at     BIGINT NOT NULL
            );
            CREATE INDEX movement_item ON movement (tenant_id, item_id, id);
            -- the ledger page by page; ids grow, so that it is written at its right edge
            CREATE INDEX movement_page ON movement (tenant_id, id);
            CREATE INDEX movement_time ON movement USING BRIN (created_at);
            CREATE TABLE transfer (
                tenant_id      BIGINT NOT NULL,
                id             BIGINT NOT NULL,
                from_id        BIGINT NOT NULL,
                to_id          BIGINT NOT NULL,
                state          BIGINT NOT NULL,
                -- item:quantity:received:damaged separated by spaces
                lines          TEXT COLLATE "C" NOT NULL,
                reference      TEXT COLLATE "C",
                created_at     BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, id)
            );
            \(RowSecurity.own("stock_level"))
            \(RowSecurity.own("movement"))
            \(RowSecurity.own("transfer"))
            """),
    Migration(
        name: "0004_reservation",
        sql: """
            CREATE TABLE reservation (
                tenant_id      BIGINT NOT NULL,
                id             BIGINT NOT NULL,
                state          BIGINT NOT NULL,
                kind           BIGINT NOT NULL,
                holder         TEXT COLLATE "C",
                is_session     BIGINT NOT NULL,
                channel        TEXT COLLATE "C" NOT NULL,
                -- the text form of LinesText
                lines          TEXT COLLATE "C" NOT NULL,
                -- 1 while units of it stand in stock levels or wait as backordered or short
                is_open        BIGINT NOT NULL,
                created_at     BIGINT NOT NULL,
                expires_at     BIGINT,
                ended_at       BIGINT,
                order_id       TEXT COLLATE "C",
                replaces       BIGINT,
                replaced_by    BIGINT,
                metadata       BYTEA,
                version        BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, id)
            );
            CREATE INDEX reservation_open ON reservation (tenant_id, id) WHERE is_open = 1;
            \(RowSecurity.own("reservation"))
            """),
    Migration(
        name: "0005_log",
        sql: """
            -- one row a batch: the entries at first_position and the ones after it, if there are
            CREATE TABLE event_batch (
                tenant_id      BIGINT NOT NULL,
                -- the tenant's batches, counted: other processes follow them
                revision       BIGINT NOT NULL,
                -- made by the process that wrote it: whether it is there ends a doubt
                batch_id       BYTEA  NOT NULL CHECK (octet_length(batch_id) = 16),
                first_position BIGINT NOT NULL,
                last_position  BIGINT NOT NULL,
                created_at     BIGINT NOT NULL,
                -- lines: the type, a tab, the JSON
                entries        BYTEA  NOT NULL,
                -- what other processes apply to their resident state
                changes        BYTEA  NOT NULL,
                PRIMARY KEY (tenant_id, revision),
                UNIQUE (tenant_id, batch_id)
            );
            CREATE INDEX event_batch_position ON event_batch (tenant_id, first_position, revision);
            -- they are packed already, or too short for it to pay
            ALTER TABLE event_batch
                ALTER COLUMN entries SET STORAGE EXTERNAL,
                ALTER COLUMN changes SET STORAGE EXTERNAL;
            \(RowSecurity.own("event_batch"))
            """),
    Migration(
        name: "0006_answer_key",
        sql: """
            -- the first answer under an idempotency key
            CREATE TABLE answer (
                tenant_id      BIGINT NOT NULL,
                -- the key's
                digest         BYTEA  NOT NULL CHECK (octet_length(digest) = 16),
                created_at     BIGINT NOT NULL,
                -- 64 bits, of which the highest is the sign here
                fingerprint    BIGINT NOT NULL,
                status         BIGINT NOT NULL,
                -- the body, or its place within an entry of the log
                body           BYTEA,
                log_position   BIGINT,
                log_offset     BIGINT,
                log_length     BIGINT,
                location       TEXT COLLATE "C",
                version        BIGINT,
                PRIMARY KEY (tenant_id, digest),
                CHECK (num_nonnulls(log_position, log_offset, log_length)
                       = CASE WHEN body IS NULL THEN 3 ELSE 0 END)
            );
            -- what is oldest is dropped; an index by tenant and time would be taken for look-ups
            CREATE INDEX answer_time ON answer USING brin (created_at);
            \(RowSecurity.own("answer"))
            """),
    Migration(
        name: "0007_sold_session",
        sql: """
            -- what a holder's session has sold and of which nothing is left: asked for again, it
            -- is not sold twice
            CREATE INDEX reservation_sold_session ON reservation (tenant_id, holder, id)
                WHERE is_session = 1 AND state = 1 AND is_open = 0
            """),
    Migration(
        name: "0008_log_start",
        sql: """
            -- the event log's last position that is kept no longer: what is missing beyond was
            -- not dropped by us
            ALTER TABLE tenant
                ADD COLUMN dropped_position BIGINT NOT NULL DEFAULT 0
                    CHECK (dropped_position >= 0)
            """),
    Migration(
        name: "0009_cart_began",
        sql: """
            -- when the customer of an abandoned cart came back to it; NULL: it was none
            ALTER TABLE reservation
                ADD COLUMN cart_began BIGINT
            """),
]
