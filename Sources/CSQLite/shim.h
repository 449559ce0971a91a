#pragma once
#include <sqlite3.h>

/* Variadic functions cannot be called from Swift. SQLite counts its memory no more, which takes a
   lock at each allocation; to be called before everything else. */
static inline int csqlite_count_no_memory(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
