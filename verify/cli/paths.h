/* Private to verify/cli: where results and reports are by default. */
#ifndef DEQCERT_CLI_PATHS_H
#define DEQCERT_CLI_PATHS_H

#define STORE_DEFAULT "build/deqcert.db"
#define REPORTS_DEFAULT "build/reports"
#define OPTION_STORE {"store", "FILE", "the results store (default " STORE_DEFAULT ")"}
#define OPTION_REPORTS {"reports", "DIR", "where the reports go (default " REPORTS_DEFAULT ")"}

/* make install puts the shipped cases below it. */
#ifndef DEQCERT_DATADIR
#define DEQCERT_DATADIR "/usr/local/share/deqcert"
#endif

#endif
