# What the command line says. Files of a company do not replace these texts.

# The configuration


config-no-file = { $place }: there is no such file; copy config.example.toml to it, or name another one with --config or OTKLIK_CONFIG.
config-unreadable = { $place }: cannot be read; it must be an ordinary file that this user may open.
config-not-utf8 = { $place }: this is not UTF-8 text; save the file in the UTF-8 encoding.
config-syntax = { $place }, line { $line }: this is not TOML; a line is [section], key = value or # comment, and text stands in "quotes".
config-not-a-section = { $place }: { $key } must be a section, a line [{ $key }] with its keys below.
config-unknown = { $place }: nothing is called { $key }; { $hint }.
config-guess = perhaps { $names } is meant
config-choice = there are { $names }
config-underscores = { $place }: the section and the key are joined by two underscores: { $names }.
config-wrong = { $place }: { $key } must be { $expected }.
config-no-token = { $place }: telegram.token is missing; write the token that @BotFather gave there or into OTKLIK_TELEGRAM__TOKEN.
config-two-tokens = { $place }: telegram.token and telegram.token_file are both given; keep one of them.
config-open-token-file = { $place }: every user of this machine can read the file that telegram.token_file names; close it with chmod 600.
config-webhook-incomplete = { $place }: telegram.mode "webhook" also needs telegram.webhook_url and telegram.webhook_secret.
config-webhook-insecure = { $place }: telegram.webhook_url must begin with https://, Telegram calls no other address.
config-open-file = { $place }: every user of this machine can read the file, which holds { $keys }; close it with chmod 600.
config-program-folder = { $place }: { $key } names a folder of the program itself; make one of your own, such as "my-files", and name that.
config-webhook-readable = { $key } is without https: everybody on the way can read what customers write; give it an https address.
config-webhook-guessable = { $key } can be guessed, and whoever does can speak for every customer; make it { $least } characters or longer.
config-no-hours = { $place }: support.holidays and support.days need support.hours: without hours it is day and night; add hours, or leave those out.
config-limit-too-long = { $place }: { $key } is more working time than a year has, so it is never due; make it shorter, or add hours to support.hours.
config-no-zones = { $place }: business.timezone cannot be checked, this machine has no time zone data; install the system package tzdata.

# What a key of the configuration must be


expected-telegram-token = digits, a colon and 30 or more Latin letters, digits, _ and -, as @BotFather gave them
expected-telegram-token-file = the path of a text file that holds the token that @BotFather gave and nothing else
expected-telegram-api-url = the address of a Bot API server, such as "https://api.telegram.org"
expected-telegram-mode = "polling" or "webhook"
expected-telegram-webhook-url = the public address at which Telegram reaches the bot, such as "https://bot.example.com/telegram"
expected-telegram-webhook-secret = 1 to 256 Latin letters, digits, _ and -
expected-telegram-messages-per-second = a number, 0 or more (0 is no limit)
expected-telegram-group-messages-per-minute = a number, 0 or more (0 is no limit)
expected-telegram-proxy = the address of an HTTP or SOCKS5 proxy, such as "socks5://user:password@proxy.example.com:1080", or a list of them
expected-telegram-local-files = the path of an existing folder, that of your Bot API server's files
expected-database-url = "sqlite:///" and a file path, or "postgresql://user:password@host/database"
expected-business-name = the company's name, 1 to 64 characters
expected-business-timezone = a time zone name, such as "Europe/Moscow"
expected-business-language = "ru" or "en"
expected-business-currency = three capital Latin letters, such as "RUB"
expected-business-quiet-hours = two different times of day, such as ["21:00", "09:00"]
expected-staff-owner-ids = a list of Telegram user ids, such as [123456789]
expected-staff-board = true or false: whether managers see a board of those of the team who agree
expected-staff-support-chat = the id of a group, a negative number such as -1001234567890
expected-support-hours = days and times that do not overlap, such as ["mon-fri 09:00-13:00 14:00-18:00", "sat 10:00-15:00"]
expected-support-holidays = the code of a country whose holidays are known, such as "RU", or of a part of it, such as "DE-BY"
expected-support-days = dates, each once, with "closed" or with times, such as ["2026-12-30 closed", "2026-12-31 10:00-14:00"]
expected-support-first-reply = working time such as "4h" or "30m"; days are written in hours
expected-support-next-reply = working time such as "8h" or "30m"; days are written in hours
expected-support-solution = working time such as "24h" or "90m"; days are written in hours
expected-support-warn-before = working time such as "1h" or "30m"; days are written in hours
expected-support-call-holder = working time such as "1h" or "30m"; days are written in hours
expected-support-call-managers = working time such as "1h" or "30m"; days are written in hours
expected-support-call-owners = working time such as "1h" or "30m"; days are written in hours
expected-support-take-back = working time such as "1h" or "30m"; days are written in hours
expected-support-names = true or false
expected-support-inbox = true or false
expected-surveys-directory = the path of an existing folder with survey files
expected-outreach-weekly-cap = a whole number from 0 to 50
expected-outreach-promotion = true or false: whether offers go through this channel
expected-outreach-relational-rest = a stretch of time such as "90d" or "12h"
expected-outreach-survey-rest = a stretch of time such as "7d" or "12h"
expected-links-review = the address of your page on a map, such as "https://maps.example.com/your-place/reviews"
expected-links-referral = the address of a page for invited friends, such as "https://example.com/bring-a-friend"
expected-winback-window = a stretch of time from "1d" to "365d", such as "30d"
expected-campaigns-block-limit = a share above 0, at most 1, such as 0.02 for 2 %
expected-campaigns-complaint-limit = a share above 0, at most 1, such as 0.01 for 1 %
expected-digest-hour = an hour from 0 to 23, such as 9
expected-alerts-unanswered-after = a stretch of time such as "8h" or "30m"
expected-alerts-valuable-share = a share above 0, at most 1, such as 0.2 for the best fifth
expected-targets-nps = points from -100 to 100, such as 40
expected-targets-complaints-per-100 = a number, 0 or more, such as 2.5
expected-targets-churn = a share from 0 to 1, such as 0.05 for 5 %
expected-targets-response-rate = a share from 0 to 1, such as 0.3 for 30 %
expected-targets-first-reply = a stretch of time such as "2h" or "30m"
expected-outreach-holdout = a share from 0 to 0.5, such as 0.1 for every tenth
expected-files-directory = the path of a folder
expected-files-daily-megabytes = a whole number from 0 to 100000
expected-files-daily-count = a whole number from 0 to 10000
expected-files-keep = a length of time such as "365d"
expected-privacy-ask-consent = true or false
expected-privacy-text-version = 1 to 32 Latin letters, digits, ., _ and -
expected-retention-answers = a time of at least "30d", such as "365d"
expected-retention-complaints = a time of at least "30d", such as "365d"
expected-retention-orders = a time of at least "30d", such as "365d"
expected-retention-audit-log = a time of at least "30d", such as "365d"
expected-retention-refused-lines = a time of at least "30d", such as "90d"
expected-retention-sent-tables = a time of at least "30d", such as "30d"
expected-retention-events = a time of at least "30d", such as "400d"
expected-texts-directory = the path of an existing folder with text files
expected-backup-directory = the path of a folder, which is made if it is missing
expected-backup-keep = a whole number from 1 to 1000
expected-backup-at = a time of day, such as "03:30"
expected-http-listen = an address and a port, such as "127.0.0.1:8080"
expected-http-admin-listen = an address and a port that only this machine reaches, such as "127.0.0.1:8081"
expected-http-api-key = at least 16 characters
expected-offers-file = the path of a file with offers
expected-hooks-directory = the path of a folder with hook files
expected-journeys-directory = the path of a folder with journey files
expected-webhooks-private-addresses = true or false
expected-http-ping-url = an address such as "https://watch.example.com/ping/your-key"

# Commands


link-address = { $link }
link-words = The bot's name could not be found out. Whoever the link is for can write to the bot: { $words }
link-file = Written: { $file }.
link-one-picture = A picture holds one link; name one --touchpoint, or take --print: it has a page for each place.
link-other-ending = { $file }: the name of a picture ends in .png or .svg.
link-no-name = A code needs the bot's name, which cannot be found out: check telegram.token and the connection to Telegram.
link-not-written = { $file }: the file was not written, { $reason }.
invite-link =
    { $link }
    Send this link to the one whom you invite. Whoever opens it first and presses Start joins the team as { $role ->
        [owner] an owner
        [manager] a manager
       *[support] support
    }. It works once, within three days.
invite-words =
    { $words }
    Whoever sends these words to the bot first joins the team as { $role ->
        [owner] an owner
        [manager] a manager
       *[support] support
    }. They work once, within three days.
notice-no-token = There is no telegram.token yet: `otklik run` needs the one that @BotFather gives.
notice-open-to-everybody = { $key } opens /healthz and /metrics to everybody who reaches this machine; let http.admin_listen be an address of this machine alone, such as "127.0.0.1:8081".
online-no-token = There is no telegram.token, so Telegram cannot be asked: put it in.
online-answers = { $way }: the bot @{ $username } answers.
online-unreachable = { $way }: Telegram cannot be reached ({ $reason }); check the network, telegram.proxy and telegram.api_url.
online-refused = { $way }: Telegram refuses { $method } with the words “{ $words }”.
online-webhook-fails = Telegram cannot deliver to telegram.webhook_url: “{ $words }”.
online-webhook-set = A webhook is set at { $host }; `otklik run` with telegram.mode "polling" removes it.
online-no-support-chat = The bot cannot see staff.support_chat: “{ $words }”; add it to the group, or correct the id.
run-serving = @{ $username } serves: { $mode }, { $database }; health: { $health }.
run-polling = long polling
run-webhook = webhook
run-owners = Owners, by Telegram id: { $owners }.
run-no-owner = Nobody owns this bot yet. Whoever opens this link first becomes its owner; it works once, within three days: { $link }
check-passed = Everything is in order.
totals-equal = The totals are equal to a recount.
schema-newest = The schema is the newest: { $version }.
no-such-customer = There is no such customer: give their number in your system or their Telegram id.
report-unread-period = “{ $word }” is not understood. Try otklik report { $report } yesterday, … last month, … 90 days, … 1–15 October, or --from and --to.
report-two-periods = The days are named twice: keep either the words or --from and --to.
report-empty-period = --from must be a day before --to; without --to a report cannot begin after today.
report-out-of-range = Days are known from { $first } to { $last }.
report-other-groups = The report { $report } has no such groups; --by may be: { $possible }.
report-no-groups = The report { $report } has no groups to choose: leave --by out.

# How commands are called


help-usage = Usage:
help-options = [OPTIONS]
help-subcommand = COMMAND [ARGUMENTS]…
help-heading-options = Options
help-heading-commands = Commands
help-heading-positional = Arguments
help-option-help = Show this help.
help-option-version = Show the version.
help-option-config = The configuration file; config.toml without it.
help-command = Otklik: client feedback and churn, handled inside Telegram.
help-command-run = Serve the bot until Ctrl-C or SIGTERM.
help-command-check = Look for faults in the configuration, survey and text files, and in the database.
help-option-check-online = Ask Telegram too: the token, the webhook, the support chat, every proxy.
help-command-migrate = Bring the database to the newest schema.
help-command-report = Print the numbers that managers see in Telegram, of DAYS in words (“last month”, “1–15 October”) or in options; without them of the last 30 days.
help-option-report-from = The first day.
help-option-report-to = The day from which nothing counts any more.
help-option-report-by = What the groups are.
help-option-report-json = For programs; its fields are in docs/reference.md.
help-option-report-html = Write all reports as one page, where the report is named all.
help-command-export = Write answers, complaints, orders and the like to a file: CSV or XLSX, by the ending of its name.
help-value-export-name = NAME
help-value-export-out = FILE
help-value-export-from = YYYY-MM-DD
help-value-export-to = YYYY-MM-DD
help-option-export-out = The file; one of that name is replaced.
help-option-export-from = The first day.
help-option-export-to = The day from which nothing counts any more.
help-option-export-names = Names and phones beside the ids.
help-command-invite = Print a one-time link that makes whoever opens it first a member of the team.
help-command-link = Print a link to a survey that says what the answers are about; its QR code and a page to print.
help-option-link-touchpoint = Where, for the reports. May be given several times: each place gets its link.
help-option-link-segment = A group of customers, for the reports.
help-option-link-order = The number of an order; the link works once.
help-option-link-customer = The customer's number, Telegram id or phone; the link works once.
help-option-link-days = How many days it works; without this 30 where it identifies somebody, else for good.
help-option-link-qr = A picture of the QR code: .png or .svg.
help-option-link-print = A page to print, .html: the name of the place, the code and a sentence.
help-value-link-survey = SURVEY
help-value-link-touchpoint = PLACE
help-value-link-segment = GROUP
help-value-link-order = NUMBER
help-value-link-customer = CUSTOMER
help-value-link-days = DAYS
help-value-link-qr = FILE
help-value-link-print = FILE
help-command-why = What was sent to a customer, what was not, and why; what comes next.
help-command-campaigns = Print campaigns as JSON, the newest first: how many got each, who did not and why.
help-command-totals = Prove the running totals equal to a recount, or rebuild them.
help-option-totals-check = Compare them with a recount.
help-option-totals-rebuild = Count anew.
help-command-backup = Save the database to a file, also while the bot runs.
help-option-backup-force = Replace a file of that name.
help-command-restore = Put a backup in the place of the database, which is kept beside it.
help-option-restore-drop = Send nothing of what waits in the copy.
help-option-restore-go-on = The copy is the live database now: send what waits.
help-command-doctor = Say what is wrong with this installation, and decide about a copy.
help-option-doctor-drop = Send nothing of what waits in the copy.
help-option-doctor-go-on = The copy is the live database now: send what waits.
help-command-poison = Updates that could not be handled: list them, show them, replay (handle once more) or drop them.
help-option-poison-all = All of them; no numbers are needed then.
help-option-poison-words = Show what people wrote, too.
help-command-webhook = Tell other systems of what happens here: add ADDRESS, list, log NUMBER (what was sent), test NUMBER, remove NUMBER.
help-option-webhook-event = An event that is told, such as case.opened; may be given several times. Without any, all are told.
help-command-demo = A page on which you chat with the bot: no token, no network.
help-option-demo-port = The port of the page, on this machine only; 8090 without it.
help-option-demo-fresh = Forget the last demo.
help-option-demo-no-browser = Only print the page's address.
help-value-config = FILE
help-value-report-name = REPORT
help-value-report-words = [DAYS]…
help-value-report-from = YYYY-MM-DD
help-value-report-to = YYYY-MM-DD
help-value-report-html = FILE
help-value-invite-role = ROLE
help-value-why-customer = CUSTOMER
help-value-backup-file = FILE
help-value-restore-file = FILE
help-value-poison-action = ACTION
help-value-poison-updates = [NUMBER]…
help-value-webhook-action = ACTION
help-value-webhook-target = ADDRESS or NUMBER
help-value-webhook-event = EVENT
help-value-demo-port = PORT

usage-help = Help: { $command } --help
usage-no-command-given = A command is missing.
usage-no-command = There is no command { $name }.
usage-no-command-but = There is no command { $name }; perhaps { $similar } is meant.
usage-no-option = There is no option { $name }.
usage-no-option-but = There is no option { $name }; perhaps { $similar } is meant.
usage-option-later = The option { $name } comes after the command, as in: otklik run { $name } …
usage-needs-value = The option { $name } needs a value.
usage-takes-no-value = The option { $name } takes no value.
usage-missing = { $name } is missing.
usage-missing-choice = { $name } is missing: only { $choices } is possible.
usage-wrong-value = The value of { $name } does not fit: { $expected }.
usage-too-much = Too many words: { $words }.
usage-other = { $message }
usage-expected-day = a day is needed, such as 2026-10-31
usage-expected-choice = only { $choices } is possible
usage-expected-number = a whole number is needed
usage-expected-path = the path of a file is needed
# Backups and copies


backup-made = Saved to { $file }: { $size } MB.
backup-made-rows = Saved to { $file }: { $rows } rows, { $size } MB.
backup-exists = There is a file { $file } already: choose another name, or replace it with --force.
backup-failed = The backup could not be made ({ $reason }): check the room on the disk and the rights to the folder.
backup-no-pg-dump = A PostgreSQL database is saved by its own program pg_dump, which is not on this machine: install it in the server's version, or run it where it is.
restore-done = The database was restored from { $file }.
restore-replaced = What was there before is kept as { $file }.
restore-on-server = A PostgreSQL database is put back by its own program: stop the bot and run pg_restore --clean --if-exists --dbname=… FILE. The bot will notice at its start.
restore-in-use = The bot is running on this database: stop it first.
restore-failed = The backup could not be put in place of the database ({ $reason }): see that there is room and that the folder may be written to.
restore-broken = { $file } is no sound backup of Otklik's database ({ $reason }); nothing was replaced.
copy-held = This database may be a copy ({ $sign ->
        [older] it is behind the mark that is kept beside it
        [other_id] the mark beside it, the file *.id, is another database's
        [no_file] its mark, the file *.id, is missing beside it
        [moved] its folder was copied
        [unmarked] it was made before the bot was first started in this folder
        [other_server] the database server is another one, or the database was made anew
        [missed_updates] Telegram has handed over messages that are not in it
       *[restored] it was restored from a backup
    }), last active { $since }. Surveys, reminders and offers are on hold: waiting to be sent: { $messages }, planned: { $plans }. Who asked us to stop since then is not recorded in it. Safer, drop what waits: otklik doctor --drop. If it is the live one: otklik doctor --go-on. The bot asks owners in Telegram, too.
copy-read = This may be a copy of the database ({ $sign ->
        [older] it is behind the mark that is kept beside it
        [other_id] the mark beside it, the file *.id, is another database's
        [no_file] its mark, the file *.id, is missing beside it
        [moved] its folder was copied
       *[unmarked] it was made before the bot was first started in this folder
    }), last active { $since }: what was written since then is not in it.
copy-dropped = All that waited is dropped. From now on messages go as usual.
copy-goes-on = This is the live database now. What waited will be sent.
copy-not-held = There is nothing to decide: nothing is on hold in this database.

# What is wrong with an installation


doctor-well = Nothing is wrong.
doctor-open-files = Other users of this machine may read { $files }: close them with chmod 600 (folders 700), or start the bot, which does it.
doctor-disk = The disk of the database has { $free } MB left: make room.
doctor-corrupt = The database is damaged: put the last backup back with otklik restore, the damaged file is kept.
doctor-poison = { $n ->
        [one] { $n } update
       *[other] { $n } updates
    } could not be handled; otklik poison list names them.
doctor-late = A message has waited to be sent for { $minutes } minutes: see that the bot runs and reaches Telegram (/healthz).
doctor-dead = Messages of the last thirty days that Telegram refused for good: { $n }; otklik why and the customer's number says the reason.
doctor-untold = Events of the last thirty days that never reached another system: { $n }; otklik webhook list and otklik webhook log say which and why.
doctor-no-cluster = The database server does not tell this user its number, so a copy on another server is harder to recognise: grant the function pg_control_system.
doctor-no-backups = No nightly backups are made: name a folder for them in backup.directory.
doctor-last-order = Last order { $n } { $unit ->
        [minutes] min
        [hours] h
       *[days] d
    } ago.
doctor-no-orders = There are no orders: complaints have nothing to be held against, and nobody is known to be active. Load them: otklik import orders.
doctor-old-backup = There is no recent nightly backup: the last one is older than a day, or there was none. See the log and the folder of backup.directory.

# What stops the start


token-unknown = Telegram does not know this token (“{ $words }”): check telegram.token in the configuration.
start-refused = Telegram refuses { $method } with the words “{ $words }” ({ $code }): { $remedy }.
start-check-token = check telegram.token and telegram.api_url
start-check-webhook = check telegram.webhook_url
updates-taken = Another program receives this bot's updates: stop the other one, or give this one its own token.
port-taken = Another program listens at http.listen or http.admin_listen, or it is no address of this machine: choose another one.
page-taken = Another program listens at the page's port: choose another one with --port.
database-no-file = The file that database.url names does not exist yet: `otklik run` or `otklik migrate` makes it.
database-unusable = The database cannot be opened ({ $reason }): check database.url and the permissions.
database-away = The database server does not answer ({ $reason }): see that it runs, and check database.url.
database-busy = Another program keeps the database file to itself ({ $reason }): end that program, or wait until it is done.
database-gone = The database file was deleted, moved or replaced while the bot was running: put the file of database.url back, or restore a backup, and start again.
database-fault = The database does not work ({ $code }): find the cause and start again.
database-encoding = The database keeps texts as { $encoding }, which lacks letters that people write: make it anew with ENCODING 'UTF8'.

database-pooled = database.url leads to a pooler that lends one connection to several programs: use the server's direct address, or a pooler in session mode.
database-address-word = database.url has an unknown word { $word } after the question mark; possible are: { $known }.
database-address-value = database.url: the value of { $word } is not possible; possible are: { $known }.
poison-none = There is no update that could not be handled.
poison-which = Name numbers that otklik poison list shows, or --all for all of them.
poison-unknown = None of these numbers is an update that could not be handled: otklik poison list shows them.
poison-replayed = { $count } put back: a running bot handles them within seconds.
poison-dropped = { $count } dropped.
webhook-added =
    Number { $number }. The key, shown this once: { $secret }
    The receiver checks each message with it (docs/integrations.md); otklik webhook test { $number } sends a first one.
webhook-none = No other system is told of anything: otklik webhook add ADDRESS begins it.
webhook-no-log = Nothing was sent there yet.
webhook-removed = That system is told nothing any more.
webhook-tested = A test is on its way: a running bot sends it within seconds, and otklik webhook log { $number } says what became of it.
webhook-unknown = No system of that number is told of anything: otklik webhook list shows the numbers.
webhook-unknown-event = There is no event “{ $name }”. These are told: { $known }.
webhook-bad-address = Give a web address of the internet that begins with http:// or https://; for addresses of your own network set webhooks.private_addresses = true.
database-old-schema = The database is empty or made for an older program: run `otklik migrate` first.
database-foreign = The database of database.url belongs to another program: give Otklik one of its own.
database-no-rights = The database user may not read and write these tables: { $tables }; grant it.
database-open-file = { $place }: every user of this machine can read what customers wrote; close it with chmod 600.
database-newer-schema = The database is made for a newer program: run the newer one, or restore a backup.

# Any file of a company


file-error = { $place }: { $remedy }
file-too-deep = too many nested brackets: write it flatter
folder-without-surveys = the folder holds no survey file: put files named *.toml there, or remove the key
folder-without-texts = the folder holds neither ru.ftl nor en.ftl: put one there, or remove the key
folder-without-hooks = the folder holds no hook file: put files named *.toml there, or remove the key
offer-bad-code = a code has 3 to 32 Latin letters, digits, - and _
offer-bad-pattern = a pattern has 3 to 32 Latin letters, digits, -, _ and #, at least six of them #: random letters and digits take their place
offer-codes-or-pattern = keep one of the two: codes (a list) or pattern
offer-twice = this id is there { $count } times: each offer has its own
offer-code-twice = the code { $code } is there twice: each is given once
offer-reason-twice = the reason { $reason } is with another offer already: keep it in one
offer-unknown-reason = there is no reason { $reason } in reasons.toml: correct the code
offer-unknown-fallback = there is no such offer, only: { $known }
folder-without-journeys = the folder holds no journey file: put files named *.toml there, or remove the key
hook-bad-name = the file's name is the hook's name in the address: up to 64 of a-z, digits, - and _, but not api
journey-bad-name = the file's name is the journey's name: up to 28 of a-z, digits, - and _, but not asked_later, campaign, reminder, requested_reminder or winback
journey-bad-time = write a time of day as "11:00"
journey-only-scores = only score, survey, touchpoints and segments may stand here
journey-nothing-to-send = give either survey = "…" or a table [message] with ru and en, one of the two
journey-offer-is-promotion = an offer goes only to those who agreed to offers: add kind = "promotion"
journey-unknown-offer = there is no such offer in offers.file; there are: { $known }
journey-then-without-survey = [[then]] follows the answers of a survey: give survey = "…", or remove it
journey-every = trigger = "schedule" needs every = "month", "quarter" or "year", and no other trigger has it
journey-unknown-survey = there is no such survey; there are { $known }
journey-no-effect = this key has an effect only together with { $with_key }: add that, or remove the key
journey-quota-without-score = what is counted are scores: name a survey that has a question with role = "score"
journey-no-link = this address is not known: set links.{ $key } in config.toml
journey-bad-link = an address begins with https://, or is one of { $known }
journey-unknown-question = there is no such question in the survey; there are { $known }
hook-signature-place = a signature stands in a header: path = "header:NAME"
hook-bad-ping = this is no regular expression: correct it or remove the key
hook-order-fields = an order needs fields.order_id, fields.ordered_at, fields.amount and one of fields.customer_id, fields.phone
hook-customer-fields = one of fields.customer_id, fields.phone is needed
hook-cancelled-fields = fields.order_id is needed
file-unreadable = the file or directory cannot be read: check the path and the permissions
file-not-utf8 = save the file in UTF-8
file-not-toml = this is not TOML: check the quotes, the brackets, the = sign and whether a key is given twice
file-wrong-value = this value does not fit: correct it
file-expected-values = only { $expected } is possible here
file-expected-text = a text in quotes belongs here
file-expected-number = a whole number without quotes belongs here
file-too-small = the number must be { $ge } or more
file-expected-truth = true or false without quotes belongs here
file-expected-list = a list in [ ] belongs here
file-empty-list = the list must not be empty
file-expected-keys = keys of its own belong here, for a text ru = "…" and en = "…"
file-missing-key = add the key { $key }: it is required
file-missing-language = the { $language ->
        [ru] Russian
       *[en] English
    } text is missing: add { $language } = "…"
file-unknown-key = there is no such key here: remove it
file-misspelled-key = there is no such key here: remove it or write { $known }
file-bad-id = an id is made of a-z, 0-9, - and _, and is not the word end
file-bad-duration = write a number and a letter: "14d" for days, "12h" for hours, "30m" for minutes
file-text-too-long = shorten the text: it has { $units } characters, a message holds { $most }
file-label-too-long = a button shows { $most } characters: make the label at least { $over } shorter
file-unknown-placeholder = nothing can be put in the place of { $name }: remove the braces or choose from { $known }

# Survey files


survey-unknown-kind = there is no such kind of question, only { $kinds }
survey-missing-kind = name the kind of question: kind = { $kinds }
survey-bad-scores = write scores from 0 to 10 as "0..6", "<=6", ">=9" or "10"
survey-bad-counts = at_least and at_most: no more than there are options, and at_least no more than at_most
survey-unknown-reason = reason is a code of reasons.toml, only in a survey that asks for a reason. Possible: { $known }
survey-bad-options = write options by their ids: option = "delivery" or option = ["delivery", "price"]
survey-two-conditions = a line has one condition: keep score, option or asks_when
survey-no-words = either text or answer_of is needed: what to say, or whose answers to take
survey-of-without-score = of needs a score or an option beside it: add for example score = "0..6"
survey-score-without-of = name the question beside score or option: for example of = "score"
survey-id-taken = another file of this directory already has the survey '{ $survey }': give one of them another id
survey-id-too-long = the id has { $length } characters, { $most } are possible: make it at least { $over } shorter
survey-button-too-long = the data of button '{ $option }' takes { $size } bytes, Telegram allows { $most }: make the id at least { $over } shorter
survey-question-twice = { $count } questions have this id: give each its own
survey-button-twice = { $count } buttons have this id
survey-too-many-buttons = the question has { $buttons } buttons, { $most } fit a screen
survey-wrong-rows = the rows of buttons need each value exactly once: { $options }
survey-wrong-row = a row holds 1 to { $most } buttons
survey-reminds-too-late = the question is closed by then: remind earlier than expires_after
branch-unknown-target = there is no question '{ $target }': correct the id or write end
branch-loop = this branch leads back to '{ $target }', asked already: lead it onward or to end
branch-unreachable = no branch leads to this question: name it in the next of another one or remove it
branch-required-after-optional = '{ $target }' is required but follows an optional question: put it before or give it optional = true
branch-unconditional = only the last line may be without a condition: give the others score or option, or remove them
branch-several-questions = the lines look at different questions ({ $questions }): keep one of them in of
branch-not-before = the question '{ $question }' is not always asked before this: name in of one that every branch has
branch-no-values = the question '{ $question }' has no scores or options: name in of one that has
branch-unknown-values = the question '{ $question }' has no answers { $unknown }, only { $known }
branch-values-twice = the { $condition ->
        [score] scores
       *[option] answers
    } { $values } are in a line above: keep them in one
branch-values-missing = no line fits the { $condition ->
        [score] scores
       *[option] answers
    } { $values }: add one, or a last line without a condition for all the rest
role-other-kind = the survey '{ $survey }' is begun by a command that needs kind = "{ $kind }": write that kind or give the survey another id
role-missing = the survey '{ $survey }' of kind { $kind } needs a question with role = "{ $role }": add it to the one whose answer that is
role-unnamed = the answer would be counted nowhere: add role = "{ $role }" to one of the questions { $questions }
role-twice = the question '{ $question }' has role = "{ $role }" already: keep one of them
role-no-nps = the score of the survey nps goes from 0 to 10 (kind = "score"): no other scale makes an NPS, here it is { $kind }
role-unfit = a question of kind { $kind } cannot have the role { $role }; possible: { $known }
role-none-fits = none
role-only-of-leaving = this role means something in a survey of kind leaving only: remove it or write kind = "leaving"

# Files of reasons and of support


reason-bad-code = a code has 2 to 16 capital letters A-Z, digits and _, and begins with a letter
reason-twice = { $count } of them have this name: give each its own
reason-favour-avoidable = no favour is asked of somebody who left through our fault: remove favour or change the class
survey-unknown-touchpoint = no such place among the answers to the question with the role touchpoint: { $known }
reason-unknown-group = there is no group '{ $group }', only { $known }
reason-too-many-buttons = the screen has { $buttons } buttons with the way back, { $most } fit: remove or merge some
reason-too-many-follow-ups = at most { $most } messages may follow an invitation: remove one
reason-empty-group = this group has no reasons: add one or remove the group
cause-twice = { $count } options have this id: give each its own
cause-too-many-buttons = there are { $buttons } options, { $most } fit a screen: remove or merge some

# Lexicon files


lexicon-unreadable = the file cannot be read: check the path, the permissions and that it is saved in UTF-8
lexicon-not-toml = this is not TOML: check the quotes, the brackets and the = sign
lexicon-wrong-key = a group has about, entries, polarity from -1 to 1 and, for modifiers, intensity from -1 to 2
theme-doubled = another theme has the id '{ $theme }' already: give each its own
theme-wrong-word = '{ $word }': the words of a phrase are parted by spaces, phrases by commas, and * needs three letters before it
lexicon-wrong-word = the words of a phrase are parted by spaces, their variants by /, and * needs three letters before it
lexicon-wrong-gap = the gap … can be neither the first word nor the last
lexicon-told-apart = '{ $entry }' is already in another group, with { $polarity }: keep one of the two

# Text files


text-unreadable = the file cannot be read: check the permissions
text-bad-line = this line cannot be read: write 'name = text' and begin its next lines with spaces
text-unknown = there is no such text: remove it or take its name from the built-in file
text-empty = this text has no words: write them after the = sign
text-unknown-language = there is no such language: the file is called ru.ftl or en.ftl
text-unfilled = there is no placeholder { $wrong } here; there is: { $known }
text-no-placeholders = none
text-unresolved = { $names } means nothing: in braces there can be placeholders only, such as {"{ $score }"}

import-what = Say what to import and from where: otklik import orders FILE.
import-no-file = { $file }: the file cannot be read ({ $reason }). Check its name.
import-missing-columns = { $file }: columns are missing: { $columns }. Name them so in the header, or build an order's id: --order-id-from.
import-under-way = Import { $number } of the file { $file } has not ended. Run it again with the same file, or take it back: otklik import --undo { $number }.
import-none = There is no import { $number }.
import-undo-people = Import { $number } cannot be taken back: its customers or orders were talked about since ({ $count }).
import-undo-orders = Import { $number } cannot be taken back: its customers have other orders, too ({ $count }). Take back the import that they came from first.
import-undo-changed = Import { $number } cannot be taken back: its rows were changed later ({ $count }). Take back the import that changed them first.
import-undo-over = Import { $number } was taken back already, or has not ended.
import-undo-kind = Import { $number } is of { $kind }; nothing was taken back. If you mean it: otklik import { $kind } --undo { $number }
import-done = Import { $number }: { $created } new, { $changed } changed, { $unchanged } unchanged, { $refused } refused.
import-would = It would be: { $created } new, { $changed } changed, { $unchanged } unchanged, { $refused } refused. Nothing was written.
import-undone = Import { $number } was taken back.
import-progress = Lines taken: { $count }
import-line = { $file }, line { $line }: { $why }
import-refused-file = All refused lines with their reasons: { $file }
import-refused-more = And more lines: { $count }.
help-command-import = Take over customers or orders from a file, or take an import back.
help-option-import-dry-run = Only say what would change.
help-option-import-order-id-from = Columns, with commas between, of which an order's id is built.
help-option-import-days = What stands first in 03/04/2026: the day or the month.
help-option-import-undo = Take back the import of this number.
help-value-import-kind = WHAT
help-value-import-file = FILE
help-value-import-order-id-from = COLUMNS
help-value-import-undo = NUMBER
export-too-long = A sheet holds { $most } rows and there are more: save as CSV, or ask for fewer days with --from and --to.
export-other-ending = { $file }: the name must end with .csv or .xlsx.
export-failed = { $file } cannot be written ({ $reason }).
export-made = { $file }: { $rows } rows.
page-options = The page is made so: otklik report all --html FILE. Everything else is chosen on it.
page-failed = { $file } cannot be written ({ $reason }).
page-made = { $file }: { $size } kB. Open it in a browser; it needs no network.
# Keys of other programs
key-made = The key “{ $name }” is ready. Write it down now, it is not shown again:
key-itself = { $key }
key-stored = The key “{ $name }” is stored.
key-taken = There is a key “{ $name }” already; name the new one otherwise or end the old one first: otklik key revoke.
key-wrong-name = The name of a key has 1 to { $most } ordinary characters.
key-wrong-secret = A secret has { $least } to 500 characters; give it in the first line of the input.
key-no-hook = --fetch needs --hook: whose data is to be asked for.
key-unknown-hook = There is no hook “{ $hook }”; there are { $possible }.
key-unknown = There is no key “{ $name }” in use; otklik key list shows those that are.
key-revoked = The key “{ $name }” has ended: its next request is refused.
key-none = There are no keys; otklik key add NAME makes one.
key-line = { $name } · { $use } · since { $day }
key-line-revoked = { $name } · { $use } · since { $day }, ended { $end }
key-use-api = API
key-use-hook = hook { $hook }
key-use-fetch = asks { $hook }
key-use-unknown = for something that this version does not know
help-command-key = Keys of other programs: to the API and to hooks.
help-command-key-add = Make a key and show it, once.
help-command-key-list = Show the keys, never what they are.
help-command-key-revoke = End a key: its next request is refused.
help-option-key-add-hook = A key to this hook instead of the API.
help-option-key-add-given = Take the secret that the other side gave from the first line of the input.
help-option-key-add-fetch = The other side's secret with which its data is asked for, from the first line of the input.
help-value-key-add-name = NAME
help-value-key-add-hook = HOOK
help-value-key-revoke-name = NAME

# Addresses for spreadsheets


feed-made = The address of “{ $name }” is ready, its number is { $number }. Write the address down now, it is not shown again; whoever knows it reads this data:
feed-address = { $address }
feed-line = { $number } · { $name }{ $names ->
        [yes] {" "}with names
       *[no] {""}
    } · since { $day } · { $read ->
        [never] not read yet
       *[other] read { $read }
    }{ $end ->
        [none] {""}
       *[other] {", "}until { $end }
    }
feed-none = There are no addresses; otklik feed add NAME makes one.
feed-wrong-days = An address can stand for 1 to { $most } days; without --days it stands until it is revoked.
feed-unknown = There is no address { $number } in use; otklik feed list shows those that are.
feed-revoked = The address { $number } has ended: nothing can be read there any more.
help-command-feed = Addresses from which Google Sheets and Excel read data by themselves.
help-command-feed-add = Make an address and show it, once.
help-command-feed-list = Show which addresses there are and when they were read, never the addresses.
help-command-feed-revoke = End an address: nothing can be read there any more.
help-option-feed-add-names = Names and phones beside the ids.
help-option-feed-add-days = After how many days the address ends; without, it stands until it is revoked.
help-value-feed-add-name = NAME
help-value-feed-add-days = DAYS
help-value-feed-revoke-number = NUMBER
content-unsupported = this file cannot be changed from the phone: send a survey, a journey, offers or texts
