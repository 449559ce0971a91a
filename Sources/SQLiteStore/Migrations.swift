/// One step of the schema.
struct Migration {
    /// The same in every store; a contract test compares them.
    let name: String
    let sql: String
}

/// The schema, step by step. A released step is never edited: a change is a new step.
///
/// Times are milliseconds since 1970, ids and quantities whole numbers, states and reasons the
/// numbers of their enums in `Domain`.
let migrations: [Migration] = [
    Migration(
        name: "0001_tenant",
        sql: """
            CREATE TABLE tenant (
                id             INTEGER NOT NULL PRIMARY KEY,
                name           TEXT    NOT NULL,
                plan           TEXT    NOT NULL,
                created_at     INTEGER NOT NULL,
                -- the text forms of SettingsText and PoliciesText
                settings       TEXT    NOT NULL,
                policies       TEXT    NOT NULL,
                -- the head: the event log's last position
                position       INTEGER NOT NULL CHECK (position >= 0)
            ) STRICT;
            -- one row for the whole database
            CREATE TABLE clock (
                one            INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
                mark           INTEGER NOT NULL,
                last_id        INTEGER NOT NULL,
                -- 16 random bytes: keys the hashes of idempotency keys and signs cursors
                secret         BLOB    NOT NULL
            ) STRICT;
            CREATE TABLE api_key (
                id             INTEGER NOT NULL PRIMARY KEY,
                tenant_id      INTEGER NOT NULL,
                name           TEXT    NOT NULL,
                kind           TEXT    NOT NULL,
                digest         BLOB    NOT NULL UNIQUE,
                prefix         TEXT    NOT NULL,
                -- separated by spaces
                scopes         TEXT    NOT NULL,
                allowed_origins TEXT   NOT NULL,
                created_at     INTEGER NOT NULL,
                expires_at     INTEGER
            ) STRICT
            """),
    Migration(
        name: "0002_catalog",
        sql: """
            CREATE TABLE item (
                tenant_id      INTEGER NOT NULL,
                id             INTEGER NOT NULL,
                sku            TEXT    NOT NULL,
                product_id     TEXT,
                category       TEXT,
                low_stock_threshold INTEGER,
                -- -1 deny, -2 allow without limit, else the limit
                backorder      INTEGER NOT NULL,
                -- item:quantity pairs separated by spaces; empty for all but kits
                components     TEXT    NOT NULL,
                is_active      INTEGER NOT NULL,
                version        INTEGER NOT NULL,
                title          TEXT    NOT NULL,
                -- lower case: sku, title and barcode, for the search
                search         TEXT    NOT NULL,
                -- the text form of OptionsText
                options        TEXT    NOT NULL,
                barcode        TEXT,
                price_amount   INTEGER,
                price_currency TEXT,
                cost_amount    INTEGER,
                cost_currency  TEXT,
                image_url      TEXT,
                created_at     INTEGER NOT NULL,
                updated_at     INTEGER NOT NULL,
                -- a deleted item keeps its row, because movements name it
                deleted_at     INTEGER,
                PRIMARY KEY (tenant_id, id)
            ) STRICT, WITHOUT ROWID;
            CREATE UNIQUE INDEX item_sku ON item (tenant_id, sku) WHERE deleted_at IS NULL;
            CREATE INDEX item_product ON item (tenant_id, product_id)
                WHERE product_id IS NOT NULL;
            CREATE TABLE location (
                tenant_id      INTEGER NOT NULL,
                id             INTEGER NOT NULL,
                code           TEXT    NOT NULL,
                name           TEXT    NOT NULL,
                priority       INTEGER NOT NULL,
                -- separated by spaces; NULL serves every channel
                channels       TEXT,
                address        TEXT,
                is_active      INTEGER NOT NULL,
                version        INTEGER NOT NULL,
                PRIMARY KEY (tenant_id, id),
                UNIQUE (tenant_id, code)
            ) STRICT, WITHOUT ROWID
            """),
    Migration(
        name: "0003_stock",
        sql: """
            CREATE TABLE stock_level (
                tenant_id      INTEGER NOT NULL,
                item_id        INTEGER NOT NULL,
                location_id    INTEGER NOT NULL,
                on_hand        INTEGER NOT NULL CHECK (on_hand >= 0),
                reserved       INTEGER NOT NULL CHECK (reserved >= 0),
                committed      INTEGER NOT NULL CHECK (committed >= 0),
                unavailable    INTEGER NOT NULL CHECK (unavailable >= 0),
                incoming       INTEGER NOT NULL CHECK (incoming >= 0),
                safety_stock   INTEGER NOT NULL CHECK (safety_stock >= 0),
                soft           INTEGER NOT NULL CHECK (soft BETWEEN 0 AND reserved),
                PRIMARY KEY (tenant_id, item_id, location_id),
                CHECK (reserved + committed <= on_hand - unavailable)
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE movement (
                tenant_id      INTEGER NOT NULL,
                id             INTEGER NOT NULL,
                item_id        INTEGER NOT NULL,
                location_id    INTEGER NOT NULL,
                on_hand        INTEGER NOT NULL,
                reserved       INTEGER NOT NULL,
                committed      INTEGER NOT NULL,
                unavailable    INTEGER NOT NULL,
                incoming       INTEGER NOT NULL,
                safety_stock   INTEGER NOT NULL,
                reason         INTEGER NOT NULL,
                reference      TEXT,
                -- the id of a key; 0 is the engine
                actor          INTEGER NOT NULL,
                reservation_id INTEGER,
                order_id       TEXT,
                created_at     INTEGER NOT NULL,
                PRIMARY KEY (tenant_id, id)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX movement_item ON movement (tenant_id, item_id, id);
            CREATE TABLE transfer (
                tenant_id      INTEGER NOT NULL,
                id             INTEGER NOT NULL,
                from_id        INTEGER NOT NULL,
                to_id          INTEGER NOT NULL,
                state          INTEGER NOT NULL,
                -- item:quantity:received:damaged separated by spaces
                lines          TEXT    NOT NULL,
                reference      TEXT,
                created_at     INTEGER NOT NULL,
                PRIMARY KEY (tenant_id, id)
            ) STRICT, WITHOUT ROWID
            """),
    Migration(
        name: "0004_reservation",
        sql: """
            CREATE TABLE reservation (
                tenant_id      INTEGER NOT NULL,
                id             INTEGER NOT NULL,
                state          INTEGER NOT NULL,
                kind           INTEGER NOT NULL,
                holder         TEXT,
                is_session     INTEGER NOT NULL,
                channel        TEXT    NOT NULL,
                -- the text form of LinesText
                lines          TEXT    NOT NULL,
                -- 1 while units of it stand in stock levels or wait as backordered or short
                is_open        INTEGER NOT NULL,
                created_at     INTEGER NOT NULL,
                expires_at     INTEGER,
                ended_at       INTEGER,
                order_id       TEXT,
                replaces       INTEGER,
                replaced_by    INTEGER,
                metadata       BLOB,
                version        INTEGER NOT NULL,
                PRIMARY KEY (tenant_id, id)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX reservation_open ON reservation (tenant_id, id) WHERE is_open = 1
            """),
    Migration(
        name: "0005_log",
        sql: """
            -- one row a batch: the entries at first_position and the ones after it
            CREATE TABLE event_batch (
                id             INTEGER NOT NULL PRIMARY KEY,
                tenant_id      INTEGER NOT NULL,
                first_position INTEGER NOT NULL,
                last_position  INTEGER NOT NULL,
                created_at     INTEGER NOT NULL,
                -- lines: the type, a tab, the JSON
                entries        BLOB    NOT NULL
            ) STRICT;
            CREATE UNIQUE INDEX event_batch_position
                ON event_batch (tenant_id, first_position);
            -- one row a batch: idempotency keys with the place of their answers in `bodies`
            CREATE TABLE answer_batch (
                id             INTEGER NOT NULL PRIMARY KEY,
                created_at     INTEGER NOT NULL,
                keys           BLOB    NOT NULL,
                bodies         BLOB    NOT NULL
            ) STRICT
            """),
    Migration(
        name: "0006_answer_key",
        sql: """
            -- idempotency keys that the memory's budget has no room for
            CREATE TABLE answer_key (
                -- half of the key's digest
                tag            INTEGER NOT NULL,
                -- the row of answer_batch times 65536, and which of its keys
                place          INTEGER NOT NULL,
                PRIMARY KEY (tag, place)
            ) STRICT, WITHOUT ROWID;
            -- rows of answer_batch up to this one have their keys in answer_key
            CREATE TABLE answer_spill (
                one            INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
                batch          INTEGER NOT NULL
            ) STRICT;
            INSERT INTO answer_spill (one, batch) VALUES (1, 0)
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
                ADD COLUMN dropped_position INTEGER NOT NULL DEFAULT 0
                    CHECK (dropped_position >= 0);
            UPDATE tenant
               SET dropped_position = COALESCE(
                   (SELECT MIN(first_position) - 1
                      FROM event_batch
                     WHERE tenant_id = tenant.id), position)
            """),
    Migration(
        name: "0009_cart_began",
        sql: """
            -- when the customer of an abandoned cart came back to it; NULL: it was none
            ALTER TABLE reservation
                ADD COLUMN cart_began INTEGER
            """),
]
