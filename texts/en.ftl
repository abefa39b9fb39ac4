# Interface texts. Change the words, not the names to the left of "=" nor what stands in braces.

# First words
start = Hello! This is { $business }.

    Here you can rate us and tell us what is good and what is not.
start-open-question = We are waiting for your answer to the question above.
button-rate = ⭐ Rate us
button-complain = 🙁 Report a problem
come-over = Tell me in private, where it stays between us: { $link }
wish-how = Write your wish right after the command, for example: /wish more seats by the window
wish-kept = Thank you for the idea! We've noted it, and our team will read it.

# Help
help = What I can do:

    /rate – rate us
    /complain – report a problem: we sort it out and reply here
    /mycase – where your case stands
    /leave – tell us why you are leaving
    /wish – tell us what to improve
    /settings – language, offers, reminders
    /stop – no messages from us first
    /privacy – what we keep and why
    /mydata – a copy of your data
    /forget – erase everything about you
    /help – this page

    You can also just write a message: it will not get lost.
help-team =
    For the team:

    /cases – open cases
    /case 17 – history of a case
    /ref 17-4 – find a case by the code that a customer says
    /open +7 916 123-45-67 the wrong cake – a case for somebody who calls
    /customer #17 – a customer at a glance: by a case, a phone or your own number
    /inbox – comments, wishes and questions of customers: read, answer, open a case
    /t – canned replies to customers
    /away until Monday – you are away: your cases return to the queue
    /back – you are there again

    A message in a case's topic in the support group, or a reply to a message of the case, goes to the customer; a //note that begins with two slashes stays between colleagues, which 🙊 under it says. Buttons there take and close the case. 👌 under your reply says that it arrived, ✍ that its edit did too. Both sides see each other's edits and reactions; /undo deletes your reply at the customer's.
    There too: /give hands it to a colleague, /merge 17 joins it to another case of the customer, /about marks it as about a member of the staff, /severity says how severe it is. /help in the group tells it all again.
help-manager =
    For managers:

    { $reports }

    Any of them takes words: /nps 90d, /churn 2026-10, /complaints touchpoint:delivery. The buttons under a report switch period and touchpoint too.

    /why 1001 – what a customer was sent, and why
    /digest – the weekly digest: when to send it
    /action – note what you did, to see it on the chart
    /actions – what you have noted
    /duplicates – one person, it seems, with different numbers
    /campaigns – campaigns: to whom, what, and what came of it
    /surveys – surveys, journeys, offers and texts: switch, look, edit
    /link nps – a link to a survey and its QR code
    /dashboard – all reports on one page
    /export orders 2026-10 – data as a file
    /import – import customers or orders: just send the file
    /team – who is on the team, whom to invite
help-report = /{ $command } – { $does }
help-nps = scores of the last 30 days beside the 30 before
help-complaints = how often people complain, about what, who waits
help-churn = who left and why
help-retention = who orders again, and what a customer is worth
help-winback = whether invitations bring people back
help-risk = who may leave, and why
help-words = what customers write about, in their words
help-base = how many customers, who came, returned and left
help-owner = /setup – name, language, time zone
    /calls – whether you are called to overdue cases by night too
    /audit – who did what with the data, and who looked at customers
staff-start = Hello! You are in the team of { $business }, your role: { $role }.
staff-start-numbers = Ask in your own words, such as “complaints in October” or “churn last month”, or tap a button. All that I can do: /help
staff-start-cases = Ask in your own words, such as “open cases” or “case 17”, or tap a button. All that I can do: /help
staff-choose = What shall I show? Words will do as well: “complaints in October”, “churn last month”, “case 17”.
staff-choose-cases = What shall I show? Words will do as well: “open cases”, “case 17”.
staff-period-unclear = I didn't understand the period. Tap the button and choose it under the report, or write, for example, { $command } 2026-10.
button-staff-cases = 📋 Open cases
button-as-customer = 👀 As a customer

# Beginnings of words by which a report or list is known in what staff ask, with spaces between
words-nps = nps score rating loyalty
words-complaints = complain
words-churn = churn left leav attrition
words-retention = retention retain cohort repeat
words-winback = winback win-back return invit
words-risk = risk silent
words-words = words theme comment feedback write
words-base = base customer-base
words-cases = case ticket open waiting

help-asked = I can't help with that. What I can do: /help
command-guess = There is no such command. Did you mean { $command }? All that I can do: /help

# Privacy
privacy = What we keep and why

    • Your answers and messages to this bot, your language, name, time zone and phone if you told us, and Telegram profile number (yours: { $id }), to learn what to put right and to answer you.
    • Only the staff of { $business } read them: support, managers and owners. We pass them on to nobody for advertising.

    How long we keep it
    • Words of answers and messages: { $answers }.
    • Words of complaints, from when they are closed: { $complaints }.
    • Photos, voice messages and files you sent: { $files }.
    • Details of orders, apart from day and amount: { $orders }.
    • Scores and other numbers stay in reports.

    /mydata brings you a copy of everything we keep about you, /forget erases it all.
privacy-period = { $n ->
        [one] { $n } day
       *[other] { $n } days
    }
privacy-no-period = until you ask us to erase it

# Consent to processing, where the company asks for it
processing-question = Hello! This is the bot of { $business }.

    To answer you, we keep your messages and scores, your name and Telegram profile number. What we keep, why and for how long: /privacy. Take your consent back and erase everything: /forget

    Do you agree? Tap the button and we'll answer what you wrote: it will wait for seven days.
button-agree = ✅ I agree
words-agree = i agree, agree, yes
processing-agreed = Thank you, noted. You can take your consent back at any time: /forget

# A person's rights
mydata-ordered = We're collecting your data: the file will be here in a minute.
mydata = Everything we keep about you

    Name: { $name }
    Answers: { $answers }, messages: { $messages }, complaints: { $cases }, orders: { $orders }, files you sent: { $files }

    All of it is in the file: any text editor opens it.
forget-ask = Erase everything we know about you?

    We'll erase your name, contacts, messages, answers in your own words and files. Only scores and sums stay, for reports: nobody can tell whose they are. What is erased can't be brought back, so you may want a copy first: /mydata
    { $cases ->
        [0] { "" }
        [one] You have { $cases } open complaint. We'll close it and won't be able to answer it.
       *[other] You have { $cases } open complaints. We'll close them and won't be able to answer them.
    }
button-forget-yes = Erase for good
button-forget-no = Leave it as it is
forget-kept = Nothing was erased: everything is as it was.
forget-done = Done: we no longer know who you are. Messages and files are being erased right now; from backups they go when old backups do. You can delete this chat in Telegram yourself. If you write again, we'll meet as strangers.
forgotten-topics = A customer erased their data. Their cases are closed and the topics are being deleted: { $cases }
forgotten-messages = A customer erased their data, their cases are closed: { $cases }. Please delete the messages about them here, too: a bot can't delete old messages.

# Survey
score-given = Your score: { $answer }
button-change = ✏️ Change my score
answer-given = Your answer: { $answer }
day-given = Noted: { $answer }
button-change-answer = ✏️ Change my answer
button-sort-out = 🤝 Sort it out with us
answer-same = This answer is already saved, thank you!
answer-skipped = That's fine, skipped
leaving-thanks = Thank you for telling us. We'll bear it in mind, and we are still looking into your complaint: the reply will come here.
leaving-thanks-muted = You'll get no more offers from us. We're still working on your case: the reply will come here.
score-not-understood = Tap a score from 0 to 10 or type it in figures, for example 8.
score-out-of-range = A score is a number from 0 to 10. Which one is yours?
score-uncertain = Is { $score } your score? Either way, we've kept your message.
score-correct = Change your score from { $given } to { $score }?
button-score-yes = Yes, { $score }
button-score-no = No, not a score
button-keep = Keep { $answer }
score-words-kept = We've kept your words, thank you! And what score would you give?
answer-known = We already have this answer. If you've changed your mind, you can change it.
score-same = Your score of { $answer } is already saved, thank you!
score-changed = Changed: it is { $score } now
score-saved = Saved: { $score }
closed-answer = This answer can no longer be changed. If things are different now, tell us anew: { $command }
closed-question = This question is closed by now. To answer it anew: { $command }
preview = 👀 This is what customers see. You are on the team, so your answers reach neither reports nor colleagues.
preview-end = That was a preview: you are on the team, so your answers reached neither reports nor colleagues. If something is really wrong, tell them yourself.
preview-words = 👀 You are on the team, so these words went to nobody, neither customers nor colleagues.
question-unknown = This button no longer works. To begin again: /start
question-again = We were out of reach for a moment, and your answer may not have got here. If you tapped, please tap once more.
choose-new-score = Choose your new score.
choose-new-answer = Choose another answer.
csat-not-understood = Tap one of the faces or type a figure from 1 to 5, for example 4.
csat-out-of-range = This scale goes from 1 to 5. Which one is yours?
effort-not-understood = Tap a figure from 1 to 7 or type it, for example 6.
effort-out-of-range = This scale goes from 1 to 7. Which one is yours?
thumbs-not-understood = We've kept your message, thank you! To answer, please tap one of the two buttons or write "yes" or "no".
options-not-understood = We've kept your message, thank you! To answer, please mark the buttons that fit and tap the last one.
options-too-few = { $n ->
    [one] Please mark at least { $n } option.
   *[other] Please mark at least { $n } options.
  }
options-too-many = { $n ->
    [one] Only { $n } option can be chosen: unmark the other first.
   *[other] At most { $n } options can be chosen: unmark another first.
  }
question-progress = { $place } of { $total }
later-said-tomorrow = All right, we'll come back to this tomorrow.
later-said-week = All right, we'll come back to this in a week.
later-said-never = All right, we won't ask about this again.
later-asked = You asked us to come back to this later. If now is a good time:
button-answer-now = Answer now
preview-later = This is a preview: nothing is put off for the team.
case-not-solved = We're sorry we couldn't help. Shall we take up case { $number } again?
button-case-again = 🔁 Take it up again
case-again-words = The problem isn't solved
case-opens = We are closed now and will be back { $day ->
        [today] today at { $time }
        [tomorrow] tomorrow at { $time }
       *[later] on { $date } at { $time }
    }.
case-expected = We will reply by { $time } { $day ->
        [today] today
        [tomorrow] tomorrow
       *[later] on { $date }
    }.
case-late = We are taking longer than we promised, and we're sorry.
button-my-case = 🔎 Where is my case?
my-case = Case { $number }, code { $code }
my-case-open = It is waiting for a member of staff.
my-case-taken = A member of staff is looking into it.
my-case-taken-by = { $name } is looking into it.
my-case-answered = We replied here. If anything is still wrong, just write.
my-case-closed = Case { $number } is closed. If anything is still wrong, just write here.
my-case-none = You have no open case. If something went wrong, tell us: /complain
button-helped-yes = 👍 Yes
button-helped-no = 👎 No
helped-yes = Case { $number } is closed. We're glad it helped!
helped-no = We closed case { $number }, but that did not help you.
case-again-gone = That case was closed too long ago. Please tell us anew: /complain
option-not-understood = We've kept your message, thank you! To answer the question, please tap one of the buttons.
complaint-greeted = We're here. Tell us what happened: write it, send a photo or record a voice message.
complaint-about = One more thing: what is it about? One tap is enough. And if you have the order number at hand, send it too.
date-not-understood = We've kept your message but could not read the date. Tap a button or write, for example, “in March”, “in a month” or 15 March.
media-not-accepted = Received and kept, thank you! To help us sort it out, write a few words or send a photo, a video, a document or a voice message.

# What is not an answer
message-kept = Thank you, we've got it: a member of staff will read it. If something went wrong, tap the button: we'll open a case and answer here.
message-noted = Thank you! If you need anything, just write.
nobody-reads-yet = Thank you, saved! Nobody is here to read it yet: our staff have not joined. They will see your words as soon as they do.
button-complain-words = 🙁 This is a complaint
complaint-opened = We've opened case { $number }: the answer will come here.
complaint-already = This is case { $number } already: the answer will come here.
case-added = Passed on to our staff; they will reply here.
case-collected = That is a lot, so we collect your messages and pass them on to staff together. Nothing gets lost, and the answer will come here.
case-joined = We added this to your case { $number }: you have several open ones, and staff will read it all together.
case-merged = Your cases { $number } and { $into } are about the same thing, so we answer both at once. Their number is { $into } now.
case-unfinished = You began to tell us what went wrong and didn't finish. We've made it case { $number }: a member of staff will see it and write to you here. If it has been settled already, just say so.
case-undescribed = ✍️ The customer began a complaint and didn't say what happened. Ask them.
update-kept = Sorry, we could not handle that message. It is kept, nothing is lost. Please try to say it in other words, or write /help.
courtesy = Thank you too! If you need anything else, just write.
case-about = About case { $number }:
case-answer-by = 👤 { $name }:
reply-closed = We've kept your message, but the question you replied to is closed. To answer it again: { $command }
case-added-kept = Saved. A member of staff will see this as soon as we can show it to them.
case-kept = We've saved your case, number { $number }. We cannot show it to a member of staff right now: they will see it as soon as we can show it, and reply here. Nothing gets lost.
poison-notice = ⚠️ Messages that the bot could not handle: { $count }. Nothing is lost: they are kept for 30 days. On the server, “otklik poison list” shows them, and “otklik poison replay --all” has them handled again.
why-kept = Thank you, received and kept! If you would like to add a few words, just write.
edited-kept = We noticed that you edited your message and kept the new text.
edited-closed = We've kept your correction. Case { $number } is closed: if anything is still wrong, tell us in a new message.
edited-score = To correct your score, tap “Change my score” under the question.

# Report on NPS, and what all reports say
nps-head = 📊 NPS { $period }: { $nps }
nps-rose = · up
nps-fell = · ⚠️ down
nps-interval = { $low } to { $high } (95%), { $n ->
        [one] { $count } person
       *[other] { $count } people
    }
nps-latest = { $people } people, { $answers } scores: of each the latest counts.
nps-all = All scores: { $answers } of { $people } people. Some scored several times, so there is no interval and no test.
nps-few = ⚠️ Few answers: { $n }. The true value is between { $low } and { $high } (95%); no trend shown.
nps-response = We asked { $asked }, { $answered } gave a score ({ $share })
nps-needed = To know it to ±{ $margin } takes about { $count } answers.
nps-hidden = { $n ->
        [one] { $n } answer
       *[other] { $n } answers
    } in { $period }: the score is hidden so that no customer is revealed.
nps-none = no answers
nps-none-yet = no answers yet
nps-previous = { $period }: { $nps } (n = { $count })
nps-previous-hidden = { $period }: { $n ->
        [0] no answers
        [one] { $n } answer, too few
       *[other] { $n } answers, too few
    }
nps-change-significant = change { $change }, { $low } to { $high }: significant
nps-branches-head = 📊 NPS by branch, { $period }
nps-branches-lower = ⚠️ Lower than the rest, and no chance: { $names }
nps-branches-higher = Higher than the rest, and no chance: { $names }
nps-branches-same = None differs significantly from the rest.
nps-branches-none = Nothing to compare: fewer than two branches may be shown.
nps-branches-key = The line is the 95% interval, ┊ all together, n people, ⚠ too few to judge. Tap a branch: the cause and what customers say.
nps-branches-more = { $n ->
        [one] { $count } more branch is not shown.
       *[other] { $count } more branches are not shown.
    }
nps-branch-lower = lower
nps-branch-higher = higher
nps-branch-head = 📊 { $branch }, { $period }: NPS { $nps }
nps-branch-unknown = 📊 { $branch }, { $period }: no scores, or so few that they are hidden.
nps-branch-few = ⚠️ Few scores, too early to judge.
nps-branch-rest = The other branches: { $nps } (n = { $count }), difference { $change }, { $low } to { $high }
nps-branch-differs = This is no chance.
nps-branch-same = Among several branches such a difference comes about by chance, too.
nps-branch-unjudged = Too few people to judge the difference.
nps-branch-causes = What they dislike: { $causes }
nps-branch-no-causes = No single thing is spoken ill of.
responses-head = ✉️ Response by send date, { $period }
responses-none = We asked nobody by ourselves in this time.
responses-whole = { $share } ({ $low } to { $high }, 95%): { $answered } answered of { $delivered } delivered
responses-too-early = Too early to judge: there are { $days } days to answer.
responses-since = since
responses-rate = rate
responses-of = got it
responses-blocked = block
responses-failed = fail
responses-running = wait
responses-key = “Block”: the bot is blocked. “Fail”: not delivered otherwise.
responses-key-running = “Block”: the bot is blocked. “Fail”: not delivered otherwise. “Wait”: the { $days } days to answer are not over.
recovery-too-many = There are too many low scores in this time to follow each: take a shorter period.
recovery-head = After a low score, { $score } or more the next time:
recovery-none = There were no low scores: who became content cannot be told.
recovery-with-case = • with a case within { $days } days: { $told }
recovery-without-case = • without a case: { $told }
recovery-share = { $share } ({ $low } to { $high }, 95%), n = { $again }; not scored again yet: { $waiting }
recovery-hidden = { $n ->
    [0] none of { $waiting } has scored again yet
   *[other] { $again } scored again, too few to show; not yet: { $waiting }
}
recovery-after = { $told }; usually after { $days } days
change-noise = no significant change
period-bad = I did not understand “{ $word }”. Try /{ $command } yesterday, /{ $command } last month, /{ $command } 90 days, /{ $command } 1–15 October, /{ $command } touchpoint:delivery
touchpoint-unknown = There is no touchpoint “{ $touchpoint }” in the data. Choose another with a button.
touchpoint-unknown-alone = There is no touchpoint “{ $touchpoint }” in the data.
touchpoint-none-here = This report is one for all touchpoints. Choose a period with a button.
report-button-stale = This button is out of date. Ask for the report again and it will work.
period-running = { $days }, so far
number-unknown = unknown
report-not-begun = ⏳ { $period }: { $verdict }
period-not-begun = has not begun yet
report-no-groups-known = There are no such groups: none is named, or each has fewer than 5 people.
report-groups-hidden = Not shown, so that nobody is revealed: { $names }
report-groups-hidden-more = Not shown, so that nobody is revealed: { $names } and { $count } more
report-foot = { $dates } · data as of { $time }
report-foot-touchpoint = { $dates } · touchpoint: { $touchpoint } · data as of { $time }
button-30-days = 30 days
button-month = This month
button-last-month = Last month
button-90-days = 90 days
button-year = A year
button-everywhere = Everywhere
button-report = Report
button-latest-answers = People
button-all-answers = All scores
button-branches = Branches
button-responses = Response
button-open-cases = Open
button-causes = Causes
button-board = Team
button-by-people = By people
button-by-money = By money
button-quotes = Quotes

# Report on complaints
complaints-head = 📮 Complaints, { $period }: { $verdict }
complaints-more = ⚠️ more often
complaints-less = less often
complaints-few = too few to judge
complaints-counted = { $n ->
        [one] { $count } complaint
       *[other] { $count } complaints
    }
complaints-none = none
complaints-none-yet = none yet
complaints-rate = { $rate } per 100 orders ({ $low } to { $high }): { $complaints } on { $orders }
complaints-customers = { $rate } per 100 active customers · { $people } of { $active } complained = { $share } ({ $low } to { $high })
complaints-orders = { $n ->
        [one] { $count } order
       *[other] { $count } orders
    }
complaints-no-orders = No orders imported: how many complaints per 100 orders is unknown.
complaints-no-orders-here = No orders of this touchpoint imported: how many complaints per 100 orders is unknown.
complaints-known-since = Complaints are recorded from { $day } on: how many came before is unknown.
complaints-no-orders-yet = No orders in this time: nothing to hold them against.
complaints-previous = { $period }: { $rate } ({ $complaints } on { $orders })
complaints-previous-cases = { $period }: { $complaints }
complaints-reply = First reply, { $working ->
    [yes] in working hours
   *[no] nights and weekends included
}: { $times }
complaints-solved = Solved: { $times }
complaints-times = usually { $median } (n = { $count })
complaints-times-most = usually { $median }, 9 of 10 within { $most } (n = { $count })
complaints-first-contact = at first contact { $share } of { $count }
complaints-reopened = opened again: { $reopened }
named-off = Your company has not switched the board of the team on: nobody is seen by name. It is switched by staff.board in the configuration.
named-yes = You are on the board of the team: managers see there how many cases you solved, how fast, and what customers said of it, once these are five cases and people or more. Changed your mind: /named off
named-no = You are not on the board of the team. If you agree, managers see how many cases you solved, how fast, and what customers said of it, once these are five cases and people or more. To agree: /named on
named-words-on = on yes
named-words-off = off no
board-head = 🌟 The team, { $period }
board-off = The board of the team is switched off; staff.board in the configuration switches it on.
board-none = Nobody to show yet: here are those who agreed themselves (/named) and solved five cases or more, of five people or more.
board-agent = { $agent }: { $n } solved
board-first-reply = first reply { $median }
board-solution = solution { $median }
board-helped = helped { $share } ({ $low } to { $high }) of { $n }
board-praise = 👍 Thanks of customers: { $n }
board-how = Only those who agreed themselves (/named), from five cases and five people up. Times are medians, nights and weekends included. Thanks are a customer's kind words in surveys within { $days } days of the closing.
complaints-others = Other cases: { $sources }
complaints-from-score = from low scores { $n }
complaints-from-leaving = from farewells { $n }
complaints-from-inbox = from the inbox { $n }
complaints-joined = joined to others { $n }
complaints-others-waiting = ({ $n } unanswered)
complaints-unanswered = 🔴 Unanswered: { $cases }, the oldest for { $age }
complaints-without-category = No topic
complaints-without-touchpoint = Place not given
complaints-without-segment = No segment
complaints-open = Open cases: { $cases }
complaints-open-here = Open cases, { $touchpoint }: { $cases }
complaints-open-none-here = No open cases, { $touchpoint } 🎉
complaints-open-none = No open cases 🎉
complaints-open-more = …and { $cases } more
causes-head = 🔎 Causes of complaints, { $period }: { $closed } of { $people } customers
causes-closed = { $n ->
        [one] { $count } closed
       *[other] { $count } closed
    }
causes-none = 🔎 Causes of complaints, { $period }: none closed
causes-hidden = Causes are not shown: fewer than five people are behind them.
causes-line = • { $cause }: { $share } ({ $low } to { $high }), { $n }
causes-rest = • Other: { $n }
causes-without-cause = No cause given
causes-remedies = What was done:
causes-without-remedy = Not said
report-rest = The rest

# Report on leaving
churn-head = 🚪 Churn, { $period }: { $verdict }
churn-more = ⚠️ up
churn-less = down
churn-few = too few to judge
churn-left = { $n ->
        [one] { $count } customer left
       *[other] { $count } customers left
    }
churn-told = { $n ->
        [0] nobody gave a reason
        [one] { $count } person told us why
       *[other] { $count } people told us why
    }
churn-told-yet = no reasons yet
churn-nobody = nobody left
churn-rate = { $lost } of { $started } at the start = { $share } ({ $low } to { $high })
churn-early = came and left within it: { $count }
churn-returned = came back: { $count }
churn-previous = { $period }: { $share } ({ $lost } of { $started })
churn-no-base-here = Customers belong to no touchpoint: the share that left is in the whole report only.
churn-known-since = Leaving is recorded from { $day } on: how many left before is unknown.
churn-no-start = There were no customers yet when it began: no share to tell.
churn-coverage = { $told } of { $gone } gave a reason ({ $share })
churn-silent = would not say: { $count }
churn-still-here = decided to stay: { $count }
churn-reasons-none = Nobody gave a reason.
churn-reasons-none-yet = Nobody has given a reason yet.
churn-reasons-hidden = Few reasons given ({ $count }): hidden so that no customer is revealed.
churn-column-reason = Reason
churn-column-people = left
churn-column-money = { $currency }/mo
churn-kept = Could have been kept: { $people } of { $told }
churn-kept-money = Could have been kept: { $people } of { $told }, { $money } of margin a month
churn-kept-least = Could have been kept: at least { $people } of { $told }
churn-kept-money-least = Could have been kept: at least { $people } of { $told }, { $money } of margin a month
churn-lead = { $reason }: { $share } of those who told why ({ $low } to { $high })
churn-lead-shown = { $share } of those who saw this answer ({ $shown })
churn-involuntary = 💳 not by choice
churn-natural = 🌿 a natural reason
churn-no-money = What customers bring in is not imported: the loss in money is unknown.
churn-quotes = 💬 In their own words, { $period }
churn-quotes-none = Nobody who left in { $period } wrote anything in their own words.

# Report on winning back
winback-head = 🎁 Win-back, { $period }: { $verdict }
winback-proven = ✅ invitations work
winback-worse = ⚠️ those invited return less
winback-unproven = effect not proven
winback-unproven-few = few people, effect not proven
winback-few = too few people to judge
winback-arm-few = too few to tell how many returned
winback-few-people = Groups of fewer than 5 people are not compared: they would show who returned.
winback-no-holdout = effect unknown
winback-early = too early to judge
winback-none = nobody was invited
winback-unseen = who returned is unknown
winback-orders-missing = No orders since these days began are known, and a return is a new order. Import them to see it: { $command }
winback-treated-unseen = Invited { $n }
winback-holdout-unseen = Holdout { $n }
winback-treated = Invited { $n } → returned { $returned } ({ $share })
winback-holdout = Holdout { $n } → returned { $returned } ({ $share })
winback-difference = Difference { $points } pp ({ $low } to { $high })
winback-incremental = About { $count } are back because of the invitations
winback-incremental-cost = About { $count } are back because of the invitations, at { $money } each
winback-offers = Offers: shown { $shown } · ordered with the code { $used } · expired { $expired }
winback-needed = To see such an effect, both groups together need about { $n ->
        [one] { $count } more person
       *[other] { $count } more people
    }
winback-said-back = { $n ->
        [one] { $count } of those invited says they are back
       *[other] { $count } of those invited say they are back
    }
winback-holdout-missing = There is no holdout: how many would have returned anyway is unknown.
winback-delivered = Delivered { $count } · unsubscribed { $unsubscribed } ({ $share })
winback-delivered-none = Delivered: 0
winback-waiting = Still waiting: { $count }, their { $n ->
        [one] { $days } day is
       *[other] { $days } days are
    } not over
winback-column-reason = Reason
winback-column-people = people
winback-column-effect = pp
winback-few-reasons = Too few people for the other reasons.

# The weekly digest: for managers, on Mondays
digest-week = 🗓 Week { $week }: { $dates }
digest-quiet = ✅ All is well: { $numbers }.
digest-quiet-nps = NPS of 4 weeks { $nps } (n = { $count })
digest-quiet-complaints = { $n ->
    [one] { $count } complaint
   *[other] { $count } complaints
}
digest-quiet-left = { $n ->
    [one] { $count } customer left
   *[other] { $count } customers left
}
digest-how = When to send it, or not at all: { $command }
digest-nps = 1️⃣ NPS of 4 weeks { $nps }, from { $low } to { $high } (n = { $count })
digest-nps-few = 1️⃣ NPS of 4 weeks { $nps } ⚠️ few answers: { $count }
digest-nps-hidden = 1️⃣ NPS of 4 weeks: { $n ->
    [0] no answers
   *[other] { $n } answers, the score is hidden
}
digest-nps-before = { $how ->
    [fell] ⚠️ fell from
   *[rose] rose from
} { $nps } (n = { $n })
digest-nps-no-before = too few answers before to compare
digest-dragging = dragged down by: { $names }
digest-complaints = 2️⃣ { $n ->
    [0] No complaints
    [one] { $count } complaint
   *[other] { $count } complaints
}
digest-before = { $count } the week before
digest-churn = { $share } in 4 weeks
digest-per-100 = { $rate } per 100 orders
digest-left = 3️⃣ { $n ->
    [0] Nobody left
    [one] { $count } customer left
   *[other] { $count } customers left
}
digest-avoidable = { $count } of the { $told } who told why could have been kept
digest-returned = 4️⃣ { $n ->
    [0] Nobody returned
    [one] { $count } customer returned
   *[other] { $count } customers returned
}
digest-effect = invitations of 4 weeks brought { $count } back who would not have come
digest-answers = 5️⃣ { $parts }
digest-response = { $share } of the { $asked } asked in 4 weeks answered
digest-blocked = { $share } blocked the bot
digest-do = Do today:
digest-do-answer = { $n ->
    [one] answer { $count } case
   *[other] answer { $count } cases
}
digest-do-call = contact unhappy customers who told why: { $count }
digest-words = A customer's word:
digest-done = Last week: { $done } of the { $of } cases that the digest named were answered
digest-on = The weekly digest comes on Mondays at { $hour } (by the company's clock: { $zone }). Choose another hour by a button, or write it after the command: /digest 14
digest-off = The weekly digest is switched off.
digest-muted = The next one is skipped: you muted it for a week.
digest-bad-word = Write an hour from 0 to 23, "off", "on" or "now", such as: { $command } 10
digest-words-off = off no
digest-words-on = on yes
digest-words-now = now
button-digest-on = Switch on
button-digest-off = Do not send it
button-digest-now = Show it now
alert-muted = All right, nothing like this for a week.
alert-unmuted = You will get it again.
button-alert-cases = 📋 Open the cases
button-alert-call = 📞 Whom to call
button-alert-inbox = 📥 What customers say
button-digest-mute = 🔕 Skip the next one
button-alert-mute = 🔕 Nothing like this for a week
button-alert-unmute = 🔔 Send it after all

# What managers did
action-how = Write behind the command what you did, in { $n } characters at most; a day may stand first: { $command } 12.10.2026 a new courier in Centre
action-noted = Noted for { $day }: "{ $words }". Its mark will stand on the charts. All of them: { $command }
actions-list = What you did (the button with its number takes it away):
actions-none = Nothing is noted yet. To note: { $command } and your words
action-undone = Taken away.
action-gone = It is gone already.
button-action-undo = ✖ Take it away

# Alerts to managers
alert-unanswered = 🔴 No first answer for longer than { $limit }: { $cases }{ $n ->
    [0] .
   *[other] {" "}and { $n } more.
}
alert-low-score = ⚠️ A valuable customer gave { $score } of 10: { $who }
alert-low-score-case = Case #{ $number }
alert-nps-head = 📉 The NPS of 4 weeks fell, and not by chance:
alert-complaints-head = 📈 Complaints of 4 weeks rose, and not by chance:
alert-drop = { $where }: { $nps } (n = { $count }), before { $before } (n = { $n })
alert-rise = { $where }: { $rate } per 100 orders, before { $before } ({ $complaints }, { $orders })
alert-whole = the whole company
alert-see = More: { $command }. Not told again within a week.

# Targets beside facts
picture-target = The grey band is the target: { $target }
target-line = 🎯 Target { $target }: off by { $deviation }, { $met ->
    [yes] met
   *[no] not met
}
target-at-most = at most { $limit }
target-per-100 = at most { $rate } per 100 orders
target-points = { $points } pp

# Who may leave
words-none = 💬 { $period }: no comments.
words-few = 💬 { $period }: fewer than five people wrote. What about is not shown: it could be told who they are.
words-head = 💬 { $period }: { $people }
words-people = { $n ->
    [one] { $count } person left a comment
   *[other] { $count } people left comments
 }
words-no-themes = No theme has five people who wrote about it.
words-rose = 📈 { $theme }: written about clearly more often, { $n } before
words-fell = 📉 { $theme }: written about clearly less often, { $n } before
words-without = { $n ->
    [one] Without a theme: { $count } person
   *[other] Without a theme: { $count } people
 }
words-how = The number is how many people wrote about the theme, the colour what there is more of: 🔴 blame, 🟢 praise. The words of themes can be edited: /surveys
button-words = Themes

# The comments behind the NPS, and whom to call back
button-comments = Comments
button-comments-detractors = 0–6
button-comments-passives = 7–8
button-comments-promoters = 9–10
comments-none = 💬 { $period }: no comments.
comments-few = 💬 { $period }: fewer than five people wrote here. The words are not shown: it could be told whose they are.
comments-head = 💬 { $period }: { $comments } by { $people }
comments-newest = 💬 { $period }: there are many comments; the latest { $comments } by { $people } are below
comments-counted = { $n ->
    [one] { $count } comment
   *[other] { $count } comments
 }
comments-people = { $n ->
    [one] { $count } person
   *[other] { $count } people
 }
comments-negative = unhappy
comments-neutral = neutral
comments-positive = praise
comments-band = { $period }, scores { $scores }
comments-scores = People by score: { $counts }
comments-themes = People by theme: { $counts }
comments-score = score { $score }
button-detractors = Call back
button-call-back = 📞 { $n }
detractors-none = 📞 { $period }: no low scores, so there is nobody to call back.
detractors-head = 📞 { $period }: { $n ->
    [one] { $count } person gave
   *[other] { $count } people gave
 } a score of 0 to 6
detractors-score = score { $score }
detractors-forgotten = data deleted
detractors-changed = the score was changed later
detractors-case-open = 📌 case { $number } is open
detractors-case-closed = ✅ case { $number } is closed
detractors-how = The button 📞 with a number opens a case and tells the customer that somebody will get in touch, if they may be written to.
call-back-done = Opened case { $number }. The customer is being told that somebody will get in touch.
call-back-waits = Opened case { $number }. The customer will be told later: { $why }.
call-back-unwritten = Opened case { $number }. The customer will not be written to: { $why }. Please get in touch yourselves.
call-back-open = Case { $number } of this customer is open already.
call-back-solved = This score has had a case, { $number }; it is closed.
call-back-again = Somebody is calling back about this score already.
call-back-gone = This score is no longer there: the customer changed it or deleted their data.
call-back-forgotten = The customer deleted their data: we no longer know who it is.
call-back-note = 📞 { $name } asks that somebody get in touch with this customer: the score is low.
call-back-message = Thank you for rating us. We want to understand what went wrong, so a member of our staff will get in touch with you. Your case number is { $number }. If you like, write the details right here.

risk-none = 🌤 No sign of anybody leaving: no long silence, no low score, no open case.
risk-head = ⚠️ { $n ->
        [one] { $count } customer
       *[other] { $count } customers
    } may leave
risk-count = { $sign ->
        [silent] silent for longer than usual
        [low_score] low score
        [open_case] waiting for an answer
       *[blocked] blocked the bot
    }: { $n }
risk-no-rhythms = Who is silent for longer than usual can't be seen yet: it takes three orders of one customer. Import orders: { $command }
risk-unnamed = No name
risk-spent = { $money } a year
risk-silent = silent for { $silent }, usually orders every { $usual }
risk-low-score = score { $score }, { $day }
risk-open-case = case { $number } is open
risk-blocked = blocked the bot { $day }
risk-page = { $first } to { $last } of { $people }
risk-listed = The list has the first { $listed }.
risk-how = What a customer was sent and what comes next: { $command } and their number
button-risk-money = By money
button-risk-recent = Latest

retention-head = 🔁 Retention, { $period }: { $verdict }
retention-month-later = { $share } come back a month after the first order, n = { $n }
retention-new = { $n ->
        [one] { $count } new customer
       *[other] { $count } new customers
    }
retention-share = { $share } ({ $low }–{ $high })
retention-column-customers = n
retention-column-month = { $number }m
retention-how = % who ordered in the 1st, 2nd… month after the first; "–" is to come, * is running
retention-cohorts-small = No month has ten new customers: shares would be chance.
retention-one-month = It takes a few months to see who came back: { $command }
retention-no-orders = 🔁 There are no orders yet. Import them to see who comes back: { $command }
retention-nobody = No orders in these days.
retention-repeated = Repeat purchase { $share }, n = { $n }
retention-frequency = { $orders } orders a customer
retention-average = average order { $money }
retention-no-amounts = amounts of orders were not imported
retention-silent = Silent longer than usual: { $count } · { $command }
retention-begun = Orders are known from { $day }: customers of old look new in the first months
retention-known-since = Orders are known from { $day } on: who bought before is unknown.
retention-stayed = Of those who ordered before ({ $before }), { $share } ordered again, n = { $n }
retention-value-margin = A customer will bring another { $value } of margin (CLV): { $yearly } a year × r/(1+d−r), r = { $kept }, d = { $discount }
retention-value-revenue = A customer will bring another { $value } of revenue (CLV): { $yearly } a year × r/(1+d−r), r = { $kept }, d = { $discount }
retention-no-value = The value of a customer (CLV) is told for 12 months, once { $customers } customers ordered both this year and the year before, and amounts are known.
retention-orders-rule = Cancelled orders don't count; two orders of a day are two orders, but no repeat purchase.
button-retention-months = By month
button-retention-purchases = Purchases and CLV
picture-retention = Who orders again
picture-retention-later = { $share } come back a month later
picture-retention-customers = customers
picture-retention-later-month = +
picture-retention-how = % of the month's new customers, +1 is the month after
picture-running = Dashed: the month that is running

# The report on the customer base
base-head = 👥 Customer base, { $period }: { $verdict }
base-customers =
    { $n ->
        [one] { $count } customer
       *[other] { $count } customers
    }
base-start = At the start
base-new = New
base-returned = Returned
base-lost = Left
base-lost-avoidable = Left, could be kept
base-lost-natural = Left naturally
base-lost-involuntary = Left involuntarily
base-lost-unknown = Left, reason unknown
base-records = Now { $records } on record · { $reachable } can be written to · { $blocked } blocked the bot
base-profile = { $consented } agreed to offers · profiles { $share } complete
base-active = { $count } ordered or complained
base-last-order = last order { $ago } ago
base-last-order-alone = Last order { $ago } ago
base-no-orders = There are no orders: who is active is unknown.

# Staff
role-owner = owner
role-manager = manager
role-support = support
invitation-welcome = You are now on the team of { $business }; your role: { $role }. What you can do: /help
invitation-already = You are on the team already; your role: { $role }. The link is still good: pass it on to the person you invite.
invitation-in = You are on the team already; your role: { $role }. There is nothing more to do: /help
invitation-used = This link has been used, and it works only once. Ask whoever sent it for a new one.
invitation-expired = This link has expired: it works for three days. Ask whoever sent it for a new one.
invitation-unknown = There is no such link: perhaps it was not copied to its end. Open it again, or ask for a new one.
invitation-withdrawn = This link no longer works. Ask an owner for a new one.
invitation-link = A link for one person, role: { $role }. It works for three days and once. Send it only to the person you invite:

    { $link }
link-unknown = We do not know this link: perhaps it was not copied to its end. You can answer without it.
link-expired = This link has expired, but you can answer all the same.
link-used = This link has been used, and it works only once. You can answer without it.
link-staff = This link is for a customer and you are on the team, so it was not used. This is what the customer will see.
link-other-person = This link was made out to another customer, so we did not connect it with you. Your answer counts all the same.
link-made = A link and its code: good for everybody, without an end.
link-made-until = A link and its code: good for everybody, until { $until }.
link-made-once = A link for one customer: whoever opens it first is known as them. It works once, until { $until }. Send it only to them.
link-print = Point your phone's camera at the code and tell us how it went.
link-print-how = A page to print: open it in a browser and print it.
link-usage = Which link do you need? Name the survey and whatever is known already: /link nps touchpoint:"North branch"

    Surveys: { $surveys }
    touchpoint:, segment: – where and who, for the reports
    order:, customer: – the number of an order or a customer; such a link works once
    days: – how many days it works
team = On the team (the ✖ button closes access):
team-from-configuration = { $role }, from config.toml
team-you = { $role }, this is you
team-away = { $role }, away until { $day }
team-more = …and { $n } more
team-remove = Close access? { $name }, { $role }.
team-frees = { $n ->
    [one] { $n } open case will be free for colleagues to take.
   *[other] { $n } open cases will be free for colleagues to take.
}
button-remove-confirm = Yes, close access
button-remove-keep = Keep it
button-remove-undo = Give access back
team-removed-who = Access closed: { $name }. For a day you can give it back with the button.
team-freed = Cases that are free now: { $numbers }
team-still-in-group = I remove nobody from the support group. If { $name } is still there, they read every case: remove them from the group too.
team-in-group = ⚠️ { $name } is not on the team any more, but still reads the support group. Remove them there: the bot does not do that.
team-configured = This owner stands in config.toml, so no button closes their access. Remove { $id } from staff.owner_ids and restart the bot.
team-not-yourself = You cannot close your own access: ask another owner.
team-restored = Access given back
team-restored-who = Access is open again: { $name }.
team-regained = Cases given back: { $numbers }
team-undo-late = This button cannot give access back any more. Send a new invitation: /team
team-access-ended = { $business }: you are not on the team any more; cases and reports are closed to you. Thank you for your work! If this is a mistake, write to whoever runs the team.
team-access-back = { $business }: you are on the team again; your role: { $role }. What you can do: /help
team-left-cases = Open cases: { $numbers }. If you close the access, colleagues can take them.
team-joined = 👋 { $name } is on the team now, role: { $role }. Not the right person? Close their access: /team
team-left = ⚠️ { $name } is no longer in the support group, but can still read cases in their own chat with me. Close their access?
button-team-close = Close access
team-closed-before = That access has been closed already
team-removed = Access closed
button-invite-owner = Invite an owner
button-invite-manager = Invite a manager
button-invite-support = Invite to support

# The list of commands in Telegram
command-rate = Rate us
command-complain = Report a problem
command-mycase = Where is my case?
command-leave = Say why you are leaving
command-wish = Tell us what to improve
command-help = What the bot can do
command-privacy = What we keep and why
command-mydata = A copy of my data
command-forget = Erase everything about me

# Complaints: the card and the steps in the support group
sentiment-negative = negative tone
sentiment-neutral = neutral tone
sentiment-positive = positive tone
sentiment-unknown = no words
language-ru = Russian
language-en = English
case-code = Code for the phone: { $code }
case-helped = 👍 The customer confirmed that it helped
case-helped-not = ❗ The customer says it did not help: answer this one first
case-from-complaint = Came as a complaint
case-from-score = Came with a low score
case-from-leaving = Came from a leaving customer
case-from-inbox = Opened from a customer's message
case-touchpoint = Where: { $touchpoint }
case-earlier = Earlier: #{ $number }
case-further = 🆕 One more complaint: { $about }
case-score-changed = Score: { $first } → { $score } of { $scale } (changed)
case-score = Score: { $score } of { $scale }
case-customer = Customer: { $name } · language: { $language }
case-segment = segment: { $segment }
case-due-soon = ⏳ Due by { $until }: { $what }. { $left } left{ $working ->
    [yes] {" "}of working time
   *[no] {""}
}.
case-overdue = ⏰ Overdue: { $what }.
overdue-line = ⏰ The customer has waited { $waited }, overdue: { $what }.
overdue-numbered = ⏰ #{ $number }: the customer has waited { $waited }, overdue: { $what }.
overdue-several = ⏰ Overdue cases: { $n }
overdue-more = And { $n } more: /cases
overdue-held = { $name } has the case.
overdue-nobody = Nobody has taken the case.
overdue-yours = You have the case. { $phone ->
    [yes] Unless you solve and close it, it
   *[no] Without an answer it
} returns to the queue in { $left }{ $working ->
    [yes] {" "}of working time
   *[no] {""}
}.
overdue-released = ↩️ The case is in the queue again, anybody may take it: { $name } { $phone ->
    [yes] does not close it
   *[no] stays silent
}.
overdue-taken-back = ↩️ Case #{ $number } is in the queue again: the customer has waited { $waited } without { $phone ->
    [yes] a solution
   *[no] an answer
}. You may take it back.
case-first-reply-due = the first reply to the customer
case-next-reply-due = a reply to the customer's new message
case-solution-due = the solution of the case
case-unreachable = 🚫 The customer has closed the chat with the bot: answers won't arrive until they are back.
case-scores = Earlier scores: { $scores }
case-order = Order
case-ids = Ids for /customer
case-others = Also open
case-opened = Opened
case-reply-due = Reply by
case-to-solve = Solve by
case-before = Earlier cases: { $n }
case-open = 🆕 Nobody has it
case-taken = ✋ Taken by { $name }
case-answered = 💬 Answered by { $name }
customer-unnamed = no name
case-unheld = with nobody now
case-closed = ✅ Closed: { $cause }
case-closed-by = ✅ Closed: { $cause } · { $name }
button-take = ✋ Take
button-close = ✅ Close
button-causes-back = ← Keep it open
owner-no-support-chat = There is no support group yet, so I am writing to you. Add me to a group of your staff and complaints will come there.

# What may be sent, and when
consent-question = One more thing: may we write to you now and then with an offer, for instance when we have what you were missing? You can change your mind at any time: /settings
button-consent-yes = Yes, you may
button-consent-no = No, thank you
consent-given = Thank you! We'll only write when there is something to say. You can change this at any time: /settings
consent-given-stopped = Thank you, noted. But you asked us not to write to you first, so nothing will come for now. If you have changed your mind, tap the button.
consent-given-unused = Thank you, noted. We send no offers here at the moment. You can change your mind at any time: /settings
consent-refused = Understood: no offers. If you change your mind: /settings
requested-reminder = Hello! You asked us to get in touch on this day. If you could use us again, just write.
button-no-reminder = Don't remind me
reminder-cancelled = All right, no reminder. If you'd like to come back, just write.
stop-done = Done: we won't write to you first any more. We'll still answer whatever you write or tap here, and see your open requests through.
stop-offer = If you'd rather we didn't write to you first, tap the button.
button-resume = You may write to me again
stop-undone = Good to be in touch again! What we may send you is up to you: /settings
cancel-done = All right, we'll leave it there. If you'd like to come back: { $command }
cancel-kept = All right, we'll leave it there. What you have answered so far is kept. To go on: { $command }
cancel-case = All right, no more questions. Your case { $number } is open. If it is solved, tap the button and we'll pass that on.
cancel-nothing = There is nothing to cancel right now. What I can do: /help
button-solved = ✅ It's solved
solved-by-customer = It's solved, no more help is needed.
solved-passed = We've passed on that it's solved. Thank you!
settings = ⚙️ As you like it

    Language: English
    Offers: { $offers ->
        [yes] yes
       *[no] no
    }
    Questions and reminders from us: { $messages ->
        [usual] yes
        [less] yes, but less often
       *[no] no
    }
button-language = 🌐 Русский
button-offers-on = Receive offers
button-offers-off = No offers
button-ask-less = Ask me less
button-ask-as-usual = You may write as usual
button-messages-on = You may write to me first
button-messages-off = Don't write to me first
button-zone = 🕐 My time: { $place }
zone-question = What time do you live by? Tell us, and we won't write to you first at night. Choose, write your town, or send a place on the map.
zone-unknown = We found no such place. Write a big town nearby or the difference from Greenwich, for example +5, or choose below.
zone-set = Noted: { $place } (UTC{ $shift }), it is { $time } where you are. We only write to you first by day, in your time. To change it: /settings
button-contact = 📱 Find my orders by phone
contact-question = Share your number, and we'll link this chat with your orders. Only our staff will see it. Tap the button below.
button-contact-share = 📱 Share my number
button-contact-keep = ✖️ Don't share my number
contact-kept = All right, your number stays with you. If you change your mind: /settings
contact-joined = Thank you, we know you now! Your orders and all you write here are in one place.
contact-stored = Thank you, we've noted your number. We have no orders with it yet: once there are, we'll know that they are yours.
contact-known = This number is yours already: we know you by it.
contact-other-telegram = This number is linked to another Telegram account, so nothing changes for now: our staff will look into it.
contact-other-customer = Another customer is on record with this number, so nothing changes for now: our staff will look into it.
contact-not-yours = This isn't your own contact, so we haven't kept it: please tap "📱 Share my number".
contact-noted = Thank you, noted.
contact-not-understood = That is no phone or e-mail. Write, for example, +44 20 7946 0018 or anna@example.org, or tap the button.
contact-unreadable = We can't find you by such a number: it has to be an ordinary phone number.
settings-saved = Saved
offer-words = 🎁 { $offer }
    Code { $code }, valid for { $n ->
        [one] { $n } day
       *[other] { $n } days
    }.
button-copy-code = 📋 Copy code { $code }
button-back-again = 👋 I'm back
button-no-more = 🔕 No offers
back-again = Wonderful, it's good to have you back! If there is anything you need, just write.
no-more = Understood, we won't send you offers any more. All the best!

# Pictures of the reports
picture-nps = NPS by month
picture-nps-last = NPS { $month }: { $nps } ({ $low } to { $high })
picture-nps-note = Dot: the month's NPS. Line: 95% interval.
picture-of-before = This picture is of what was shown before: for what is chosen now there is too little to draw.
picture-note-few = Hollow dot: fewer than 30 people.
picture-n = people
picture-complaints-rate = Complaints per 100 orders
picture-complaints-last = { $month }: { $rate } ({ $low } to { $high })
picture-complaints-note = Dot: complaints per 100 orders. Line: 95% interval.
picture-complaints-count = Complaints by month
picture-complaints-unknown = The number of orders is unknown: import them to see a rate here.
picture-cases = cases
picture-orders = orders
picture-categories = What people complain about
picture-categories-note = Cases opened in the period.
picture-interval = Black line: 95% interval.
picture-hidden = named by few
picture-churn = Why customers leave
picture-churn-kept = Could have been kept: { $avoidable } of { $answered }
picture-churn-kept-least = Could have been kept: at least { $avoidable } of { $answered }
picture-churn-note = { $answered } of the { $gone } who left said why.
picture-churn-vital = 80% of those who told are above this line
picture-churn-months = Churn by month, %
picture-churn-last = { $month }: { $rate }% ({ $low } to { $high })
picture-churn-month-note = Dot: the share that left. Line: 95% interval.
picture-churn-lost = left
picture-churn-started = of
picture-people = People
picture-money = margin a month, { $currency }
picture-avoidable = could be kept
picture-natural = natural
picture-involuntary = involuntary
picture-unknown = unknown
picture-winback = Do customers come back
picture-winback-all = All reasons
picture-winback-treated = Written to: { $returned } of { $assigned } returned
picture-winback-holdout = Left alone: { $returned } of { $assigned } returned
picture-winback-proven = Effect { $points } pp ({ $low } to { $high }): proven
picture-winback-unproven = Effect { $points } pp ({ $low } to { $high }): not proven
picture-winback-unknown = Nobody to compare with: the effect is unknown
picture-winback-note = Dot: back within { $n ->
        [one] { $count } day
       *[other] { $count } days
    }. Line: 95% interval.

# Complaints: what staff are told
refused-not-enrolled = Only staff can do this. Ask an owner for an invitation link.
refused-already-yours = This case is already yours.
refused-taken-by-other = { $name } has this case. A manager or owner can take it over.
refused-already-closed = This case is closed already; nothing was sent to the customer. If the customer writes within a week, it opens again.
refused-joined = This case is joined to { $number }: please go on there.
refused-unread-words = Not closed: the customer has written more, and their words are about to appear in the case. Read them and close it again.
refused-not-staff = This person is not one of the staff. /team makes an invitation.
refused-already-theirs = They have this case already.
refused-away = They are away today: give it to somebody else.
refused-about-you = This case is about you: only a colleague can answer, take, give or close it.
refused-about-them = This case is about them: give it to somebody else.
refused-managers-only = This case is marked already. A manager or owner can change that.
refused-about-two = The cases are about two members of the staff: they are better dealt with apart.
refused-same-case = This is the same case.
refused-other-customer = That case is another customer's: only cases of one customer can be joined.
refused-other-closed = That case is closed. Only an open one can be joined to.
close-which-cause = What was the cause?
close-asked = Choose the cause below, in the last message.
close-which-remedy = #{ $number } · Cause: { $cause }. What was done?
close-unknown-cause = There is no such cause. Choose one of these:
reply-confirm = { $name } has this case. Send your answer to the customer?
button-reply-send = Send
button-reply-take = Send and take over
button-reply-drop = Don't send
reply-sent = Sent to the customer.
reply-dropped = Nothing was sent to the customer.
reply-gone = This was decided already.
reply-of-another = Whoever wrote the answer decides this.
colleague-unnamed = Owner (has not written to the bot yet, …{ $tail })
give-which = Who shall have case { $number }?
give-nobody = There is nobody to give it to: you have no colleagues yet. /team makes an invitation.
give-unknown = No member of the staff has this name. Who shall have case { $number }?
give-done = ➡️ { $giver } gives case { $number } away. { $name } has it now.
give-untold = { $name } has not opened a private chat with me yet: please tell them.
give-told = { $giver } gives you case { $number }. { $link ->
        [none] Look for it in the support group.
       *[other] Open it: { $link }
    }
private-reply = This was not sent to the customer: case { $number } is answered in the support group. { $link ->
        [none] Look for it there.
       *[other] Open it: { $link }
    }
private-reply-nowhere = This was not sent to the customer: cases are answered in the support group, and there is none yet. Add me to a group of your staff.
about-which = Whom is case { $number } about? They will be able neither to answer nor to take or close it.
about-unknown = No member of the staff has this name. Whom is case { $number } about?
about-nobody-else = There is nobody else on the team: nobody could close the case.
about-done = 👤 Case { $number } is about a member of the staff: { $name }. Only somebody else can deal with it and close it.
about-lifted = Case { $number } is no longer marked as one about a member of the staff.
button-about-none = Not about staff
severity-which = How severe is case { $number }?
severity-unknown = There is no such severity. How severe is case { $number }?
severity-done = Case { $number }: the severity is { $severity ->
        [high] high 🔺
        [low] low
       *[normal] normal
    }.
button-severity-low = Low
button-severity-normal = Normal
button-severity-high = High
case-severity = { $severity ->
        [high] 🔺 Severity: high
       *[low] Severity: low
    }
case-about-staff = 👤 About a member of the staff: { $name }
merge-which = To which case shall this one be joined? Write its number: /merge { $number }
merge-done = ➡️ Case { $number } is joined to { $into }. All goes on there.
merge-came = ➕ Case { $number } was joined to this one.
case-from-joined = Was a case of its own
case-joined-to = ➡️ Joined to #{ $number }
canned-list = Canned replies. Tap one to see how the customer will read it.
canned-none = There are no canned replies yet. Write one down: /t add name, and the text in the next line. Or reply with /t add name to a message that has the text. The customer's first name and the code of the case come in place of { $known }.
canned-how = The text is missing: write it in the line after the name, or reply with the command to a message that has it. The language may follow the name: /t add delay ru
canned-long-name = The name is long: { $most } characters will do.
canned-long = The text is long: at most { $most } characters.
canned-many = There are { $most } canned replies already: delete one, /t delete name.
canned-unknown-placeholder = I do not know what { $unknown } stands for. There are { $known }.
canned-kept = Kept the canned reply “{ $name }” ({ $spoken }).
canned-deleted = Deleted the canned reply “{ $name }”.
canned-none-named = There is no canned reply “{ $name }”. All of them: /t
canned-gone = This reply was deleted.
canned-changed = The text has changed: please read it and send it once more.
canned-for = To the customer of case { $number }:
canned-preview = The customer of case { $number } will read:
button-canned-send = Send to the customer
button-canned-back = ← Canned replies
case-kept-open = The case stays open.
case-unknown = There is no such case.
ref-which = Write the code that the customer says: /ref 17-4
ref-slip = There is a slip in this code: its last figure does not fit the others. Ask for it once more.
case-which = Write the number of the case: /case 17
cases-waiting = Open cases: { $n }. Whoever waits longest for us comes first
cases-mine = With { $name }: { $n }
cases-unanswered = Nobody has answered yet: { $n }
cases-due = With a deadline: { $n }. The nearest first
cases-oldest = Open cases: { $n }. The oldest first
cases-page = page { $page } of { $pages }
cases-away = 🌴 Away: { $names }
away-usage = Until which day are you away? For example: /away until Monday, /away until 5 December, /away 3 (days), or /away alone for the rest of today. A year at most, from today on.
away-done = 🌴 You are away until { $day }: on that day you are there again. Until then you are not called to cases. If you are back earlier: /back
away-freed = In the queue again: { $numbers }
away-returned = ↩️ { $name } is back on { $day }. The case is in the queue again, anybody may take it.
away-still = 🌴 You are marked as away until { $day }. If you are back: /back
back-done = You are there again. Who waits for an answer: /cases
back-before = You are there already. If you leave: /away
button-back = I am back
calls-day = You are called last to cases that wait too long, and in working hours only.
calls-always = You are called to cases that wait too long at any hour, by night too.
button-calls-always = 🌙 By night too
button-calls-day = In working hours only
cases-queue-age = ⏳ Longest wait: { $waited }{ $working ->
        [yes] { " " }of working time
       *[no] { "" }
    }
cases-waits = waits { $waited }
cases-until = ⏳ due { $until }
cases-late = ⏰ was due { $until }
cases-do-take = 👉 Nobody has it: take it or ask a colleague.
cases-do-take-over = 👉 It is late and with { $name }: hurry them or take it over.
cases-unreachable = 🚫 has closed the chat with the bot
cases-do-reach = 👉 No answer arrives here: reach the customer otherwise, or close it.
cases-do-close = 👉 The customer is silent since the answer: if it is solved, close it.
button-cases-open = #{ $number } ↗
button-cases-take = ✋ Take #{ $number }
button-cases-take-over = ✋ Take over #{ $number }
button-cases-waiting = All · { $n }
button-cases-mine = Mine · { $n }
button-cases-unanswered = Unanswered · { $n }
button-cases-due = By deadline · { $n }
button-cases-oldest = Oldest
button-cases-next = Next ▶
button-cases-back = ◀ Back
cases-none = There are no open cases 🎉
waits-minutes = { $n } min
waits-hours = { $n } h
waits-days = { $n } d
file-photo = [photo]
file-voice = [voice]
file-video = [video]
file-sticker = [sticker]
file-other = [file]
file-not-kept = [{ $file }, not kept by us: more than { $megabytes } MB or { $n } files in a day]
digest-head = 💬 { $name }, messages: { $n }
digest-held = 📎 { $name }, more files: { $n }. They are kept.
button-files = Show { $n }
files-shown = Here they are.
files-none = All files have been shown.
content-contact = [contact]
content-location = [location]
content-venue = [place]
content-poll = [poll]
content-dice = [dice]
content-game = [game]
content-checklist = [checklist]
content-web-app-data = [data from a mini app]
content-story = [story]
content-live-photo = [live photo]
content-paid-media = [paid photo or video]
content-users-shared = [contacts from Telegram]
content-gift = [gift]
content-unknown = [a message that I cannot show]
content-forwarded = ↪️ Forwarded from: { $name }
content-external = ↩️ In reply to a message in another chat: { $name }
support-stranger = This was not sent to the customer: you are not on the staff list yet. Ask an owner for an invitation link and you can answer.
support-removed = This was not sent to the customer: your access has been closed. If this is a mistake, tell an owner.
support-anonymous = This was not sent to the customer: you write anonymously and I can't see who you are. Turn off anonymity in your admin rights or write in your own name.
support-unreachable = ⚠️ Not delivered: the customer has closed the chat with the bot. Once they are back you can write again.
support-left = ⚠️ The customer has closed the chat with the bot: the last messages may not have arrived, and new ones won't until they are back.
support-back = The customer is back in the chat with the bot: answers reach them again.
undelivered-voice = ⚠️ Not delivered: this customer does not accept voice and video messages. Please write it as text.
undelivered-long = ⚠️ Not delivered: this is too long for Telegram. Please shorten it or split it into several messages.
undelivered-file = ⚠️ Not delivered: Telegram did not accept this file. Please send it again, send another file, or write text.
undelivered-refused = ⚠️ Not delivered: Telegram did not accept this for the customer (“{ $reason }”). Please try again in other words or with another file.
undelivered-unsure = ⚠️ It is not known whether this reached the customer: Telegram gave no answer. If it matters, write it again.
case-undone = taken back
case-undelivered = not delivered
notice-undelivered = ⚠️ Telegram did not deliver our note about this case to the customer: they do not know what has changed here.
case-hidden = ⚠️ { $file } from the customer could not be shown in the group: Telegram answers “{ $reason }”. Please check my rights in the group. The owners got it in their private chats.
cases-unseen = ⚠️ Staff do not see these cases yet, or see only a part: { $numbers }. You can read them here: /case { $number }
support-not-passed = This can't be passed on to the customer. Text, photo, voice, video, file or sticker can.
support-forward = I don't send forwarded messages to the customer: they may be internal. Write or send it yourself.
support-note-inside = Nothing was sent to the customer: the message contains “//”, a note for colleagues. Write the note by itself, and the rest again without it.
support-mistyped = Nothing was sent to the customer: this looks like a mistyped command or note. A note begins with //, the commands are /take, /give and /close. If it is an answer, put it a little differently.
support-elsewhere = This was not sent to the customer: it replies to something else. To write to the customer, reply to their message or to the card of the case.
support-edited = The customer has received the first version and keeps it. To correct it, write a new message.
support-edited-unsent = I send no edits to customers and carry out no commands from them. Write it as a new message.
support-no-case = I can't see which case you mean. Write this in its topic or as a reply to any of its messages.
support-unknown-message = This was not sent to the customer: I can't see which case that message belongs to. Reply to any other message of the case.
group-waiting-list = More complaints came than Telegram lets messages through in a minute. This is what customers write; their topics will appear one by one: answer there.
group-waiting-list-file = [file]
support-waiting-list = Nothing was sent to the customer: that message shows several cases. Answer in the topic of the one you mean: it will appear soon. You can read it now: /case and its number.
edit-inside = The edit did not go to the customer: it looks like a note or a command. They have the reply as it was; /undo deletes it.
edit-file = I don't change the file of a reply, only its words. Send the file as a new message; /undo deletes the old one.
edit-long = That is too long for one message, so the customer has the reply as it was. Write a new message.
edit-refused = ⚠️ The edit did not reach the customer, who has the reply as it was. Telegram answers “{ $reason }”. Write a new message.
undo-none = The customer of this case got no reply yet, so there is nothing to take back.
undo-of-other = Somebody else wrote this reply: { $name }. They or a manager can take it back.
undo-already = This reply has been taken back already.
undo-late = More than 48 hours have passed: Telegram no longer lets me delete it at the customer's. Write them a correction.
undo-waits = This reply has not reached the customer yet. Should it arrive, I'll delete it there at once.
undo-lost = I can't find this reply in the customer's chat, so it wasn't deleted. Write them a correction.
undo-done = 🗑 Deleted at the customer's. It no longer counts as a reply.
undo-refused = ⚠️ It could not be deleted, the customer still has it. Telegram answers “{ $reason }”. Write them a correction.
support-commands = There is no such command here; nothing was sent to the customer. There are /cases, /case 17, /ref 17-4, /customer, /open and /inbox, and in a case /take, /give, /merge 17, /about, /severity, /t, /close, /undo (take back your reply) and //note for colleagues. More: /help. The rest works in a private chat with me.
support-help =
    How cases are handled here.

    A message in the topic of a case, or a reply to a message of it, goes to the customer. 👌 under it says that it arrived.
    //a note that begins with two slashes stays between colleagues: 🙊 under it says so.
    A slip? Edit your message, and it is edited at the customer's. /undo deletes it at the customer's.
    /t – canned replies

    ✋ or /take – take the case
    /give – hand it to a colleague
    /merge 17 – join it to case 17 of the same customer
    /about – the case is about a member of the staff
    /severity – how severe it is
    ✅ or /close – close it: I ask for the cause and for what was done

    /cases – open cases
    /case 17 – history of a case
    /ref 17-4 – a case by the code that a customer says
    /customer – a customer at a glance
    /open – a case for somebody who calls: /open and their phone
    /inbox – what customers wrote outside cases
    /away and /back – you are away, you are there again
support-where = This command works in the support group: in the case's topic or as a reply to one of its messages.
support-where-none = This command works in the support group, and there is none yet. Add me to a group of your staff.

# What customers wrote: /inbox
inbox-head = 📥 Unread: { $n }
inbox-none = All read 🎉
inbox-seen-head = 📖 Read, the latest first
inbox-seen-none = Nothing has been read yet.
inbox-how = Tap a number to see all of it, to answer it or to open a case.
inbox-wish = wish
inbox-message = message
inbox-comment = to a score of { $score } of { $scale }
inbox-comment-unscored = answer to a question
inbox-seen-by = 👀 Read by { $name }
inbox-answered-by = ↩️ Answered by { $name }
inbox-part-of-case = 📌 Part of a case
inbox-reply-how = To answer the customer, reply to this message.
inbox-reply-head = On your message “{ $words }”:
inbox-reply-head-file = On what you sent us:
inbox-delivered = ✓ The customer has your answer.
inbox-which = Nothing was sent: that message shows several customers. Tap a number and reply to what I send then.
inbox-note = Not sent to the customer: what begins with // is a note for colleagues.
inbox-gone = There is nothing left to read here. A new list: /inbox
inbox-seen-done = Marked as read
inbox-all-done = Marked as read: { $n }
inbox-already-seen = Already read by { $name }
inbox-already-answered = Already answered by { $name }. Your words were not sent to the customer.
inbox-already-case = This is case { $number } by now: please answer there.
inbox-case-done = Opened case { $number }
inbox-unread = 📥 Unread: { $n }, the oldest for { $age } – /inbox
inbox-where = I show customers' words in the support group and in private chats only.
inbox-answer-how = Reply to this message: your words go to the customer.
stream-topic = 📥 Everything else
stream-head = 📥 Written outside cases, by customer: { $n }
stream-forgotten = The customer had their data deleted.
button-inbox-answer = ↩️ Answer
button-inbox-files = 📎 Show the files
button-stream-all = ✓ All read
button-inbox-all = ✓ Mark this page as read
button-inbox-next = Next ▶
button-inbox-first = ◀ To the start
button-inbox-seen-tab = Read
button-inbox-new-tab = Unread
button-inbox-seen = ✓ Mark as read
button-inbox-case = 📌 Open a case

# First set-up
setup-language = Let us get acquainted: three short questions, and off we go.

    Which language do we speak? / На каком языке говорим?
setup-name = What is your company called? That is how customers will see it. Tap the name or write another one.
setup-name-long = That is rather long: 64 characters are enough for customers. What would be shorter?
setup-name-taken = Customers will see: { $business }
button-setup-name = ✏️ Another name
setup-zone = Where do you work? Reports count their days by that time, and at night the bot writes to nobody first (customers can set a time of their own). Choose, or write something like “Berlin”, Europe/Berlin or +5.
setup-zone-unknown = I found no such place. Write a big city nearby, a name such as Europe/Berlin, or the difference from Greenwich, for example +5.
setup-answered = That question is behind us. To start again: /setup
setup-cancelled = All right, the set-up can wait. To come back to it: /setup
setup-done = Done! ✅

    { $business }, { $place } (UTC{ $shift }): it is { $time } where you are.
setup-next-group = What comes next:

    1. Add me to your support group as an administrator, with the first button below, which gives the rights itself: complaints will arrive there. If the group has topics turned on, each complaint gets its own.
    2. Invite your colleagues: /team
    3. See it all through a customer's eyes with the button below.

    To change anything: /setup
setup-next-team = What comes next: invite your colleagues with /team, and see it all through a customer's eyes with the button below.

    To change anything: /setup
button-test-survey = Try the survey yourself
owner-hint = You are an owner: team and invitations – /team, numbers – /nps, name, language and time zone – /setup
command-nps = NPS: would they recommend us
command-complaints = Complaints: how often, about what
command-churn = Who left and why
command-retention = Retention: who orders again
command-winback = Do invitations bring people back
command-risk = Who may leave, and why
command-words = What customers write about
command-base = The customer base: who came and left
command-surveys = Surveys and journeys: switch, edit
command-link = A link to a survey and its QR code
command-dashboard = All reports on one page
command-export = Data as a file: /export orders
duplicates = Each pair seems to be one person, but the data contradict each other, so nothing was joined. Check which is right: /why and the number.
duplicates-line = • { $one } and { $other }: { $kind ->
        [telegram] two Telegram accounts
       *[company] two customer numbers of the company
    }, { $proof ->
        [contact] but one phone
        [link] though one personal link was followed
       *[record] though the company's data say that it is one person
    }
duplicates-none = No duplicates: nobody's data contradict each other.
button-duplicates-more = More ›
button-duplicates-first = ‹ To the first
command-digest = The weekly digest: when to send it
command-action = Note what you did for customers
command-actions = What you did: the list
command-duplicates = Duplicates: one person, different numbers
command-why = What a customer was sent, and why: /why 1001
command-team = Team and invitations
command-setup = Name, language, time zone
command-cases = Open cases
command-inbox = What customers wrote
command-case = History of a case: /case 17
command-undo = Take back the last reply to the customer
command-ref = A case by the customer's code: /ref 17-4
command-customer = A customer at a glance: /customer #17
command-away = I am away: until which day
command-back = I am there again
command-calls = When I am called to overdue cases
command-open = A case for a caller: /open and a phone
command-audit = Who did what with the data
command-take = Take the case
command-close = Close the case and name its cause
command-give = Give a case to a colleague
command-merge = Join to another case of the customer: /merge 17
command-t = Canned replies to customers
command-about = A case about a member of the staff
command-severity = How severe a case is
command-settings = Language, offers, reminders
command-stop = No messages from you first

# What Telegram shows until somebody writes to the bot; no longer than 512 and 120 characters
bot-description = Tell “{ $business }” how it went: a rating, a complaint, a wish. People answer complaints, right in this chat. Tap Start.
bot-short-description = Ratings, complaints and wishes for “{ $business }”

# Support group
owner-no-group = There is no support group yet: nobody but you hears of complaints, here. The button adds me to a group with the rights I need.
button-group-add = ➕ Add to the support group
sample-title = 🧪 A sample case
sample-case = 🧪 This is a sample: there is no such customer, and no report counts it.

    🔴 #0 · Delivery · negative tone
    Customer: Maria · English
    Waiting for staff

    💬 Maria:
    My order was promised for six, it is nine now, and nobody answers.

    How to answer:
    • { $kind ->
        [topic] write in this topic
       *[group] reply to this message
    }: your text, photo or voice goes to the customer;
    • begin with //, and it stays between colleagues;
    • /take makes the case yours, /close closes it and names the cause.

    Try it: nothing goes to anybody from here.
button-sample-close = ✓ Got it, remove the sample
sample-said = So your answer would have gone to the customer. This is a sample: nothing was sent to anybody.
sample-closed = 🧪 The sample is removed. Real cases come here by themselves.
group-offer = I was added to the group “{ $title }”. Shall it be your support group? Complaints arrive there, and what your team answers goes to customers.
group-offer-stranger = Added by { $name }, who is not in your team: tap only if the group is yours.
button-group-choose = Make it the support group
button-group-again = Check again
group-lacks = Almost there. In the group “{ $title }” I lack some rights:

    { $lacks }
group-needs-admin = Make me an administrator: group name → Edit → Administrators → Add administrator. Without it I do not see what your team writes.
group-needs-topics = Give me the right “Manage topics”: group name → Edit → Administrators → me. Without it complaints get no topics of their own.
group-not-yet = Some rights are still missing
group-gone = I am no longer in that group. Please add me again.
group-chosen = Done: “{ $title }” is the support group. Complaints arrive there, and everyone in /team can answer them.
group-greeting = This is now where complaints to { $business } are dealt with. A reply to a complaint's message goes to the customer if you are in the team: a manager gets you a link with /team.
group-alarm = ⚠️ In the support group “{ $title }” I lack some rights:

    { $lacks }
group-closed = ⚠️ I am not in the support group: Telegram answers “{ $reason }”. Open cases: { $n }. They wait and will not be lost. Add me to the group again as an administrator, or add me to another one: I will offer to make it the support group. You can read the cases here: /cases
group-refuses = ⚠️ The support group does not accept my messages: Telegram answers “{ $reason }”. Please check my rights: name of the group → Edit → Administrators → me. Open cases: { $n }. They wait and will not be lost; you can read them here: /cases
group-works-again = ✅ The support group accepts my messages again. All that waited is being shown there in order.
group-lost = ⚠️ I was removed from the support group “{ $title }”. I will tell you here about new complaints. Add me again, or add me to another group: I will offer to make it the support group.

# A database that may be a copy
backup-failed = ⚠️ The nightly backup could not be made ({ $reason }). I try again every hour; the log on the server says more.
copy-found =
    ⚠️ The bot may be working on a copy of the database: { $sign ->
        [older] it is behind the mark that is kept beside it
        [other_id] the mark beside it, the file *.id, is another database's
        [no_file] its mark, the file *.id, is missing beside it
        [moved] its folder was copied
        [unmarked] it was made before the bot was first started in this folder
        [other_server] the database server is another one, or the database was made anew
        [missed_updates] Telegram has handed over messages that are not in it
       *[restored] it was restored from a backup
    }. { $age }

    I answer customers and pass on complaints as always. Surveys, reminders and offers are on hold: waiting to be sent: { $messages }, planned: { $plans }. What was sent since then, and who asked us to stop, is not recorded in it, so it is safer to drop what waits.
copy-age = Its last record is of { $since }.
copy-age-unknown = It is not known when it was made.
copy-dropped = 🗑 All that waited is dropped. From now on messages go as usual.
copy-goes-on = ▶️ This is the working database now. What waited is being sent.
copy-decided = That has been decided already
button-copy-drop = 🗑 Drop what waits
button-copy-go-on = ▶️ It is the live one: send

# A case in the words of a caller
open-usage = Who told you what? A phone or the customer's number, and their words behind it: /open +7 916 123-45-67 The wrong cake came
open-done = Case { $number } is open and yours.
open-joined = The customer has several open cases already, so this was added to case { $number }.
open-by-phone = The customer is not in Telegram: nothing written here reaches them, answer them by phone.
case-from-staff = 📞 Taken down from the customer's words

# The card of a customer, and the audit log
customer-usage = Whom is it about? Give the number of a case (/customer #17), the customer's number in your system, a phone or a Telegram id. In the topic of a case no number is needed.
customer-nobody = We found no such customer.
customer-in-private = The customer's card is in our private chat: { $link }
customer-stage = { $stage ->
    [new] 🌱 A new customer
    [silent] 🤫 Silent for longer than usual
    [leaving] 🚪 Leaving
    [returned] 🎉 Came back lately
   *[living] 🙂 With us
}
customer-scores = ⭐ Scores
customer-cases = 📌 Cases
customer-reasons = 🚪 Reasons for leaving
customer-consents = 🤝 Consents
customer-consent = { $day } · { $kind ->
    [promotion] offers
   *[processing] data processing
}: { $given ->
    [yes] yes
   *[no] no
}
customer-stays = 🗓 Customer
customer-stay = from { $since } to { $until }
customer-stay-now = since { $since }
customer-nothing-next = Nothing is planned.
audit-head = Who did what with the data, the newest first. Who looked at one customer: /audit 1001
audit-none = Nothing of the kind has happened yet.
audit-command-line = the command line
audit-line = { $time } · { $who }: { $action ->
    [person_read] looked at the customer { $customer } (/{ $subject })
    [export] export { $subject }
    [feed_added] feed { $subject } opened
    [feed_revoked] feed { $subject } closed
    [key_added] key { $subject } given
    [key_revoked] key { $subject } revoked
    [canned_reply_changed] canned reply “{ $subject }”
    [case_about] case { $subject }: marked as about a member of the staff, or not
    [case_severity] case { $subject }: its severity was set
    [import] import { $subject }
    [import_undone] import { $subject } taken back
   *[content_changed] changed: { $subject }
}
button-audit-older = Earlier ▶

# Why someone was written to or was not
why-usage = Who is it about? For example /why 1001: the customer's number in your system or their Telegram id.
why-nobody = There is no such customer. Give their number in your system or their Telegram id.
why-offers-yes = Has agreed to offers.
why-offers-no = Wants no offers.
why-offers-unasked = Has not been asked about offers.
why-stopped = Asked us not to write first on { $time }.
why-asked-less = Asked us to write less often on { $time }.
why-blocked = Blocked the bot on { $time }.
why-left = Left on { $time }.
why-open-case = Has an open case.
why-joined = { $proof ->
        [contact] Is one person with a customer of the company's data: shared their own contact on { $time }.
        [link] Is one person with a customer of the company's data: came by a personal link on { $time }.
       *[record] Two records of them became one: the company's data said so on { $time }.
    }
why-joined-refused-telegram = Not joined with another customer: both have an account of Telegram ({ $time }). Check whether they are one person.
why-joined-refused-company = Not joined with another customer: both have an id of the company ({ $time }). Check which is right.
why-reminder = a reminder
why-invitation = an invitation to come back
why-requested = the reminder that the customer asked for
why-survey = a survey
why-service = a question of ours
why-message = a message
why-after-order = { $what } after an order
why-after-case = { $what } after a case
why-call-back = { $what } about a call back
why-after-answer = { $what } after an answer
why-by-turn = { $what } in turn
why-sent = ✅ { $time } · { $what }: sent
why-posted = 📤 { $time } · { $what }: on its way
why-wait = ⏳ { $time } · { $what }: waits until { $until }, { $why }
why-waits = ⏳ { $time } · { $what }: waits, { $why }
why-never = 🚫 { $time } · { $what }: not sent, { $why }
why-nothing = We have not started anything with this customer.
why-next = What comes next:
why-coming = { $time } · { $what }, if nothing stands in the way
why-after-silence = { $what } after a long silence
why-campaign = the campaign "{ $name }"
why-coming-open = { $what }: waits, { $why }
why-no-more = Will not come any more:
why-not-coming = { $what }: { $why }
why-offers = Offers:
why-offer = 🎁 { $time } · { $offer }, code { $code }: { $became ->
    [used] used
    [expired] expired
   *[open] valid until { $until }
}
policy-due = nothing stands in the way
policy-not-yet = its time has not come
policy-quiet-hours = quiet hours where the customer lives
policy-weekly-cap = enough was written within a week
policy-relational-rest = was asked about us in general recently
policy-survey-rest = had another survey recently
policy-open-case = the customer's case is still open
policy-asked-less = asked us to write less often
policy-in-talk = they are just answering something else
policy-held = this database may be a copy, an owner has to decide
policy-revoked = an owner dropped what waited in a copy of the database
policy-declined = asked not to hear of it again
policy-too-late = it is too late for this message to make sense
policy-unreachable = blocked the bot or never began
policy-stopped = asked us not to write (/stop)
policy-no-promotion = offers through this channel are switched off
policy-no-consent = has not agreed to offers
policy-not-agreed = has not agreed that their data is processed
policy-held-out = in the holdout, which is not written to
policy-obsolete = no longer needed: already asked or answered, came back or left, or what it was about is over
policy-paused = its campaign is paused
policy-cancelled = its campaign was stopped
policy-quota = as many have answered already as are wanted
policy-uncertain = cut off while it was sent: it must not be repeated
policy-failed = it could not be sent
export-usage = What shall I save? /export orders 2026-10 csv – one of: answers, complaints, churn, contacts, customers, orders, consents; the period and csv may be left out.
export-bad-word = I did not understand “{ $word }”. Try /export orders 2026-10, /export answers 90d csv
export-ordered = I am writing the file and will send it here.
export-too-large = This file is too large for a chat. Ask for fewer days, or use the command line: otklik export { $export } --out FILE.csv
feed-unknown-address = There is nothing at this address: it was revoked, has expired or was not pasted whole; otklik feed add makes a new one.
feed-busy = The table is still being made; ask again in a minute.
export-caption = Rows: { $rows }
words-export-answers = answers scores
words-export-complaints = complaints cases
words-export-churn = churn
words-export-contacts = contacts
words-export-customers = customers clients
words-export-orders = orders
words-export-consents = consents

# The company's files: what is wrong with a line

# Records of the company's own data ------------------------------------------------------------------

# Other programs: keys, events
api-no-key = A key that is in use is needed: the header “Authorization: Bearer KEY”; otklik key add NAME makes one.
api-no-json = Line { $line }: this is no JSON.
api-not-utf8 = The text is not in UTF-8.
api-not-json = It has to be JSON (application/json) or one event in each line (application/x-ndjson).
api-too-large = The request is larger than { $most } KiB; make several of it.
api-too-many = There are more than { $most } events in the request; make several of it.
api-no-report = There is no such report; there are { $possible }.
api-no-parameter = There is no parameter “{ $name }”; there are { $possible }.
api-no-day = “{ $name }” is no day; it has to be such as 2026-12-31.
api-no-period = “{ $word }” is no period; “period” may be such as 90d, 2026-10, month.
api-period-and-days = Say “period”, or “from” and “to”, not both.
api-report-empty-period = “from” must be a day before “to”.
api-report-out-of-range = Days are known from { $first } to { $last }.
api-report-other-groups = The report { $report } has no such groups; “by” may be: { $possible }.
api-report-no-groups = The report { $report } has no groups to choose: leave “by” out.
api-no-hook = There is no such hook; there are { $possible }.
api-no-proof = The signature or the key does not fit the hook { $hook }; otklik key add NAME --hook { $hook } makes one.
api-no-form = The form has too many fields.

# A file of customers or orders that a manager sent in the chat
import-how =
    Send me a file of customers or orders here: CSV, XLSX, XLS or ODS, up to 20 MB. I show what I understood in each column and how many lines will do, and write nothing before you tap “Import”.

    Orders need a number, a day, an amount and the customer's number or phone; customers a number or a phone. Columns may have any order and name; exports of 1C, MoySklad, RetailCRM, Shopify and WooCommerce will do as they are. The same file may be sent twice: nothing is doubled.
import-looking = Looking into { $file }…
import-file-too-large = { $file } is larger than 20 MB, which Telegram does not give to bots. Import it on the server with otklik import, or split it.
import-not-fetched = Telegram did not hand over { $file }. Please send it again.
import-not-read = { $file } cannot be read. Save it as CSV (UTF-8) and send it again.
import-head = 📄 { $file } – { $kind }
import-kind-orders = orders
import-kind-customers = customers
import-columns = What I understood in the columns:
import-attributes = Kept as they are: { $columns }
import-or = or
import-missing = There is no column for: { $fields }.
import-missing-how = Name the column in the file's first line and send the file again.
import-lines = Can be imported: { $n }. Cannot: { $refused }.
import-counts = New { $created }, to be changed { $changed }, already there { $unchanged }.
import-counts-done = New { $created }, changed { $changed }, unchanged { $unchanged }.
import-days = Orders from { $first } to { $last }.
import-refused-head = Why not:
import-line = line { $line }: { $why }
import-refused-more = And { $n } more: all of them come as a file after the import.
import-which-day-order = “{ $value }” may be two different days. Which one is it?
import-which-decimal-mark = “{ $value }” may be two different amounts. Which one is it?
import-amount = an amount of { $value }
import-no-line = There is nothing to import: no line will do.
import-nothing-yet = Nothing has been written yet.
import-day =
    { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    } { $day }, { $year }
import-cancelled = { $file }: cancelled, nothing was written.
import-running = { $file }: importing…
import-progress = { $file }: { $done } of { $n } written
import-done = ✓ { $file }: imported.
import-done-refused = Lines not imported: { $n }. They are in the file below, each with its reason: mend them and send that file.
import-failed = { $file }: the import failed and nothing of it counts. Send it again, or call whoever looks after the bot.
import-unfinished = { $file }: everything is written, but the last step failed. Press the button a little later.
import-undoing = { $file }: taking the import back…
import-undone = { $file }: the import was taken back, all is as it was before.
import-undo-failed = { $file }: the import could not be taken back yet. Press again a little later.
import-undo-people = It cannot be taken back: these customers or orders were talked about since ({ $count }).
import-undo-orders = It cannot be taken back: these customers have other orders, too ({ $count }). Take back the import that they came from first.
import-undo-changed = It cannot be taken back: its rows were changed later ({ $count }). Take back the import that changed them first.
import-undo-over = This import was taken back already, or has not ended.
import-refused-file = refused-lines.csv
import-refused-column-line = Line
import-refused-column-why = Why it is not imported
import-busy = Another file is being imported, { $file }. Tap again when it is done.
import-again = Looking again…
import-decided = This file has been decided on
import-not-yours = You did not send this file: its sender decides
import-gone = This file is gone. Please send it again.
button-import-confirm = ✓ Import { $n }
button-import-undo = Take the import back
button-import-go-on = Finish the import
button-import-cancel = Cancel
button-import-as-customers = These are customers
button-import-as-orders = These are orders
button-import-value = { $text } is { $value }
import-field-customer-id = customer's number
import-field-name = name
import-field-first-name = first name
import-field-last-name = last name
import-field-phone = phone
import-field-language = language
import-field-timezone = time zone
import-field-segment = segment
import-field-joined-at = customer since
import-field-left-at = left on
import-field-monthly-margin = margin a month
import-field-order-id = order's number
import-field-ordered-at = day of the order
import-field-amount = order's amount
import-field-line-amount = line's amount
import-field-currency = currency
import-field-touchpoint = touchpoint
import-field-status = status
import-field-payment-status = payment status
import-field-cancelled-at = cancelled on
import-field-code = offer code
import-field-margin = margin
import-field-cost = cost
command-import = Import customers or orders from a file

# Campaigns

button-stop-writing = 🔕 Don't write again
campaign-state = { $state ->
    [scheduled] scheduled
    [running] running
    [paused] paused
    [stopped] stopped
    [done] done
    [broken] stopped by itself
   *[draft] draft
}
campaign-unnamed = New campaign
campaign-sent = Sent: { $n }
campaign-open = Still to go: { $n }
campaign-uncertain = Unclear whether it arrived: { $n }. Not sent again.
campaign-held-out = Control group: { $n }. Not written to, so that the difference shows.
campaign-refused = Will not get it: { $n }
campaign-waits = Who waits, and for what:
campaign-broken = { $why ->
    [blocks] More than { $limit }% of those written to blocked the bot. The campaign is stopped, nobody else gets it.
   *[complaints] More than { $limit }% of those written to complained. The campaign is stopped, nobody else gets it.
}
button-campaign-pause = ⏸ Pause
button-campaign-resume = ▶️ Resume
button-campaign-stop = ⏹ Stop
button-campaign-funnel = 📊 Results
campaigns = Campaigns. Tap one to look at it or go on.
campaigns-none = There have been no campaigns yet. Shall we begin the first?
button-campaign-new = ➕ New campaign
campaign-ask-name = What shall we call it? Only you and your colleagues see the name.
campaign-ask-kind = What would you like to send?
button-campaign-kind-service = 🛠 Service message
button-campaign-kind-promotion = 🎁 Offer
button-campaign-kind-survey = ⭐ Survey
campaign-ask-survey = Which survey?
campaign-kind = { $kind ->
    [service] What: a service message, nothing promotional
    [promotion] What: an offer; only those who agreed to offers get it
    [unchosen] What: a survey
   *[survey] What: the survey "{ $survey }"
}
campaign-says = { $arm ->
    [treated] Text A
    [variant] Text B
   *[only] Text
} ({ $code }): { $text }
campaign-for = To: { $audience }
campaign-everybody = all customers
campaign-of-segment = segment "{ $name }"
campaign-of-touchpoint = who ordered: "{ $name }"
campaign-of-cause = who complained: "{ $name }"
campaign-left = { $left ->
    [yes] who left
   *[no] who is still with us
}
campaign-silent = no orders for { $n ->
        [one] { $n } day
       *[other] { $n } days
    }
campaign-holdout = Control group: { $share }% don't get it, so that the difference shows
campaign-ask-audience = Who should get it? Conditions add up: a person has to meet them all.
campaign-ask-choice = Choose:
campaign-no-choice = There is nothing in the data to choose from yet.
campaign-choice-gone = That is gone, please choose again.
button-campaign-by-segment = Segment
button-campaign-by-touchpoint = Where they ordered
button-campaign-by-left = Left or still with us
button-campaign-by-cause = Complained: now mended
button-campaign-by-silent = Haven't ordered for long
button-campaign-anybody = Doesn't matter
button-campaign-done = ✅ Done
button-campaign-audience = 👥 Who
button-campaign-text = ✏️ Text
button-campaign-preview = 👀 Show me
button-campaign-count = 🔢 Count
button-campaign-start = ▶️ Start
button-campaign-delete = 🗑 Delete
button-campaign-one = One language will do
button-campaign-stop-for-good = Yes, stop it
button-campaign-again = 🔄 Refresh
campaign-ask-text = Send the text of the message. It goes out exactly as it is.
campaign-ask-other = { $other ->
    [en] Now the same in English, for those who read it.
   *[ru] Now the same in Russian, for those who read it.
}
campaign-no-promotion = Offers through this channel are switched off (outreach.promotion): you can send a survey or a service message.
button-campaign-keep = Leave it as it is
button-campaign-second = 🅱️ Second text
button-campaign-no-second = ✖️ No second text
button-campaign-offers = 🎁 Offer with a code
button-campaign-no-offer = No offer
campaign-ask-second = Send the second text. Half of the people get it, the other half gets the first: the results will show whether there is a difference.
campaign-second-lacks = The first text is in both languages, the second in one. Tap "Second text" and send the translation.
campaign-ask-offer = What shall we offer? Everybody gets a code of their own. The offers come from your company's file.
campaign-no-offers = The file of offers is empty.
campaign-offers = Offer: { $offer }
campaign-offers-or = Offer: { $offer }; once that is used up, { $instead }
campaign-preview-of = { $arm ->
    [variant] Text B:
   *[treated] Text A:
}
campaign-sample-code = SAMPLE
button-campaign-later = 🕙 Later
button-campaign-not-yet = ✖️ Call it off
campaign-ask-day = On which day shall it start? Time: { $zone }.
campaign-ask-hour = At what time? Time: { $zone }.
campaign-starts = Starts: { $at } ({ $zone })
campaign-time-gone = That time has passed, please choose another.
campaign-call-off-first = The campaign waits for its time. Tap "Call it off" first.
campaign-not-begun = { $why ->
    [late] The campaign "{ $name }" did not start: the bot was not running at its time. It is a draft again: /campaigns
   *[gone] The campaign "{ $name }" did not start: whoever scheduled it is no longer in the team. It is a draft again: /campaigns
}
campaign-incomplete = Write the text first.
campaign-counting = Counting…
campaign-counted = Get it at once: { $n }
campaign-counted-waits = Get it later, if the reason passes: { $n }
campaign-counted-never = Don't get it: { $n }
campaign-nobody = There is nobody to send it to now: choose others, or wait until the reasons pass.
campaign-count-first = The campaign has changed. Tap "Count" and look at who gets it.
campaign-started-already = The campaign has begun and can't be changed any more.
campaign-deleted = The draft is deleted.
campaign-gone = This campaign is gone. The list: /campaigns
campaign-not-so = Not so any more: look at how it is now.
campaign-stop-sure = Stop "{ $name }" for good? It can't be resumed later.
funnel-first = { $step ->
    [invited] Invited
   *[assigned] Assigned
}: { $n }
funnel-step = { $step ->
    [delivered] Delivered
    [started] Started
    [scored] Scored
    [commented] Said why
    [answered] Answered
   *[returned] Ordered within { $window ->
        [one] { $days } day
       *[other] { $days } days
    }
}: { $n } of { $of } ({ $share })
funnel-orders-unknown = Orders: none in the data since the campaign began
funnel-said-back = Answered “I'm back”: { $n }
funnel-opted-out = Opted out: { $n } of { $of }
funnel-offers-taken = “I'm back” below the offer: { $n }
funnel-offers-cost = The offers cost { $money }
funnel-no-holdout = There was no control group, so nobody can say that the orders are because of the campaign.
funnel-too-early = Too early to compare: everybody has { $window ->
        [one] { $days } day
       *[other] { $days } days
    } from their message.
funnel-share = { $share } ({ $x } of { $n })
funnel-between = { $goal ->
    [score] Scored
   *[order] Ordered
}: { $first ->
    [written] with the campaign
    [variant] text B
   *[treated] text A
} { $one }, { $second ->
    [variant] text B
   *[holdout] control group
} { $other }
funnel-verdict = { $found ->
    [more] { $second ->
        [variant] text A is better
       *[holdout] the campaign worked
    }
    [less] { $second ->
        [variant] text B is better
       *[holdout] without it people ordered more often
    }
   *[same] may be chance
}
funnel-incremental = Ordered because of the campaign: about { $count }
funnel-incremental-cost = Each of them cost { $money }
command-campaigns = Campaigns: make, watch, stop

# Surveys, journeys, offers and texts from the phone
survey-off = This survey is not being held now. If there is something you would like to tell us, just write it here.
content-list-survey = Surveys. Tap one to switch it, to try it yourself or to edit it. A new survey: just send its .toml file.
content-list-journey = Journeys: what goes out by itself, and when. Tap one to switch or edit it. A new one: just send its .toml file, whose name becomes its name.
content-list-offers = Offers to those who left. Send a file offers.toml to make or edit them.
content-list-themes = Themes of comments: the words by which the bot knows what customers write about. Get the file, edit its words and send it back.
content-list-texts = The bot's own words. Send a file ru.ftl or en.ftl with the lines that you want said differently.
button-content-survey = Surveys
button-content-journey = Journeys
button-content-offers = Offers
button-content-themes = Themes
button-content-texts = Texts
content-origin = { $layer ->
    [built_in] built in
    [folder] your own file
   *[chat] changed in the chat
 }{ $version ->
    [0] { "" }
   *[other] , version { $version }
 }
content-none = { $kind ->
    [texts] all as built in
   *[other] none yet
 }
content-answers = { $n ->
    [one] { $n } answer
   *[other] { $n } answers
 } in 30 days
content-changed-by = Last changed in the chat by { $name }, { $at }.
content-how = To edit it, get the file, change the words and send it here. I show what changes first.
content-unusable = ⚠️ The file from the chat doesn't suit this version of the program, so the one before it is used. Get the file, mend it and send it: I'll say what is wrong in it.
content-off-survey = Switched off: nobody begins it, conversations that were begun are finished.
content-off-journey = Switched off: nothing of it goes out.
content-journey-does = { $trigger ->
    [order_stored] After an order
    [case_closed] After a closed case
    [score_given] After a score
    [silent] After a long silence
   *[schedule] By the calendar
} { $survey ->
    [none] a message goes out.
   *[other] the survey { $survey } goes out.
}
content-journey-waits = The survey { $survey } is switched off, so nothing of it goes out.
content-off-offers = Switched off: nobody is offered any.
content-off-themes = Switched off.
content-off-texts = Switched off.
content-begun-by = It is begun by the journeys: { $names }.
button-content-preview = 👀 Try it myself
button-content-file = 📄 Send me the file
button-content-off = ⏸ Switch off
button-content-on = ▶️ Switch on
button-content-back = ↩️ Back to the one before
button-content-list = ← To the list
button-content-leave = Leave as it is
button-content-take = ✅ Use it
button-content-again = 🔄 Compare again
content-sure-survey = Switch the survey “{ $name }” off? Nobody will begin it any more: not by a link, a command or a campaign. Conversations that were begun are finished as usual.
content-sure-journey = Switch the journey “{ $name }” off? Nothing of it will go out, and what is planned neither.
content-sure-offers = Switch all offers off? Nobody will be shown new ones, codes that were given stay valid.
content-stops = { $n ->
    [0] No journey depends on it.
    [one] This journey stops with it: { $names }.
   *[other] These journeys stop with it: { $names }.
 }
content-switched = { $state ->
    [on] ▶️ “{ $name }” is back at work.
   *[off] ⏸ “{ $name }” is switched off. You can switch it on here.
 }
content-mark = this line shows whether somebody else has changed the file
content-caption = Change the words in quotes and send the file here.
content-looking = Checking { $name }…
content-too-large = The file { $name } is too large: up to { $most } KB fit.
content-not-utf8 = The file { $name } cannot be read. Save it as UTF-8 and send it once more.
content-not-fetched = The file { $name } could not be fetched from Telegram. Send it once more.
content-faulty = { $n ->
    [one] There is a fault in { $name }. The one before stays in use; please mend this:
   *[other] There are { $n } faults in { $name }. The one before stays in use; please mend these:
 }
content-faults-more = …and { $n } more
content-same = { $name } says just what is in use. There is nothing to change.
content-new = { $name }: no faults, and there was none like it.
content-checked = { $name }: no faults. This is what changes:
content-outdated = ⚠️ While you were editing, { $name } changed this file. I compare with what is in use now: see that nobody's change gets lost.
content-changes-more = …and { $n } more changes
content-new-survey = A new survey “{ $title }”, questions: { $n }
content-question-added = a new question { $question }: “{ $words }”
content-question-removed = no question { $question } any more: “{ $words }”
content-question-text = question { $question }: was “{ $before }”, becomes “{ $after }”
content-options-changed = question { $question }: other answers
content-question-changed = question { $question }: other branches or rules
content-order-changed = another order of the questions
content-thanks-changed = other last words
content-settings-changed = other settings: { $keys }
content-text-changed = { $name }: was “{ $before }”, becomes “{ $after }”
content-taken = { $kind ->
    [survey] ✅ { $name } is in use. New conversations go by it, those that were begun finish as they began.
   *[other] ✅ { $name } is in use.
 }
content-left = { $name }: everything stays as it was.
content-meanwhile = Somebody else changed this file while you were deciding. Your change is not in use: compare it with what there is now.
content-stale = Something has changed here meanwhile. Please look again.
content-gone = This is gone. Open /surveys anew.
content-not-yours = Somebody else sent this file: it is theirs to decide.
content-decided = This is decided already.
content-no-earlier = There is none before: this is the first.
content-unusable-notice = ⚠️ Since the program was updated it cannot use a file that was changed in the chat: { $name }. The one below it is in use. Open /surveys, get the file and send it mended. This is wrong in it:

# Страница с отчётами

page-ordered = I am making the page and will send it here.
page-caption = All reports on one page. Open the file in a browser: it needs no network, and period and touchpoint can be changed.
page-title = Otklik reports
page-no-script = Your browser runs no scripts, so the reports stand here as text, for the last 30 days. Open the file in an ordinary browser to choose period and touchpoint.
page-sections = Sections
page-today = Today
page-nps = NPS
page-complaints = Complaints
page-leaving = Leaving
page-winback = Win-back
page-retention = Retention
page-words = Words
page-period = Period
page-period-30d = 30 days
page-period-90d = 90 days
page-period-365d = A year
page-period-month = This month
page-period-last-month = Last month
page-against = Compare with
page-against-before = Just before
page-against-year = A year ago
page-branch = Touchpoint
page-everywhere = Everywhere
page-nameless = no touchpoint
page-theme = Colours
page-theme-auto = System
page-theme-light = Light
page-theme-dark = Dark
page-days-shown = Shown: { $days }, compared with { $before }
page-foot = Made { $made } ({ $zone }). This file loads nothing and works without a network.
page-how = In brackets is the interval that holds the true value with 95% confidence. Of fewer than { $n } people no scores are shown, of fewer than { $few } none are compared. An arrow stands only where the difference is hardly chance.
page-unknown = unknown
page-yes = yes
page-no = no
page-nothing = Nothing to show yet.
page-cut = Rows shown: { $n } of { $of }. The command otklik report has all of them.
page-unlisted = More touchpoints: { $n }. They are less busy and did not fit.
page-whole-company = The whole company: this report is not split by touchpoint.
page-minutes = { $n } min
page-hours = { $n } h
page-days = { $n } d
page-interval = { $low } to { $high }
page-n = people: { $n }
page-few = Few answers: the number still swings a lot.
page-few-short = too few answers
page-hidden = hidden: under { $n } here or beside
page-rose = ▲ rose
page-fell = ▼ fell
page-no-change = no significant change
page-before = was { $value } ({ $low } to { $high }, n = { $n })
page-before-bare = was { $value }
page-before-unknown = Nothing to compare with: unknown before.
page-urgent = Urgent:
page-unanswered = complaints without an answer: { $n }, the oldest waits { $age }
page-worst = Lowest: { $where }, NPS { $value } ({ $low } to { $high }, n = { $n })
page-main-reason = The main reason to leave that can be mended: { $reason } ({ $n })
page-calm = Nothing is urgent.
page-card-nps = NPS
page-card-complaints = Complaints
page-card-left = Left
page-card-returned = Back because of invitations
page-no-answers = No answers.
page-no-complaints = No complaints.
page-rest-reasons = Others, named by few
page-share-of = Share of { $n }
page-cases = in the period
page-no-orders = Orders are unknown: import them to see a rate.
page-per-100 = per 100 orders
page-cases-of-orders = { $n } on { $of } orders
page-churn-unknown = Unknown: customers have no touchpoints, nobody was there at the start, or nothing was known of leaving yet.
page-lost-of = { $n } of { $of } left
page-longer = See a longer period: { $days }
page-winback-unknown = Unknown: nobody's time to come back has passed yet, or orders are not imported.
page-points = pp
page-returned-of = { $n } of { $of } came back
page-arms-returned = came back: { $n } of { $of } invited, { $left } of { $alone } left alone
page-proven = The invitations work: the interval leaves out zero.
page-unproven = Not proven yet: people still needed: { $n }
page-distribution = What the NPS is made of
page-score = Score
page-promoters = 9–10, promoters
page-passives = 7–8, passives
page-detractors = 0–6, detractors
page-share = Share
page-displeased = Displeased
page-response = { $share } of { $of } who got the survey answered.
page-branches-nps = NPS by touchpoint, the worst first
page-no-branches = No answers by touchpoint.
page-scale = −100…+100
page-rest = Beside the rest
page-higher = ▲ higher
page-lower = ▼ lower
page-alike = may be chance
page-was = Was
page-change = Change
page-trend = NPS by month · { $where }
page-trend-picture = Chart of NPS by month with its interval; the table below has the same numbers
page-trend-table = The same numbers as a table
page-trend-churn = Share that left, by month
page-trend-churn-picture = Chart of the share that left by month with its interval; the table below has the same numbers
page-there = There at the start
page-target = Dashed: the target, { $value }.
page-actions = What was done (numbers on the chart):
page-recovery = Who is content again after a low score
page-recovery-group = Who
page-recovery-with-case = With a case within a week
page-recovery-without-case = Without a case
page-recovery-share = 7 or more afterwards
page-recovery-again = Scored again
page-recovery-waiting = Not scored yet
page-recovery-days = Usually after, days
page-recovery-too-many = Too many low scores in this time to follow each: take a shorter period.
page-no-trend = A chart needs two months with answers.
page-month = Month
page-running = running
page-range = Interval
page-handling = How we answer
page-handling-working = How we answer, in working hours
page-first-reply = First reply, median
page-first-reply-p90 = First reply, nine of ten within
page-solution = Solution, median
page-reopened = Reopened
page-waiting = Waiting
page-complainants = People who complained
page-categories = What people complain about
page-category = Topic
page-branches-complaints = Complaints by touchpoint
page-told = { $n } told why, of { $of } conversations begun.
page-reasons = Why people leave
page-reason = Reason
page-kind = Can be mended
page-avoidable = yes
page-natural = no, life
page-involuntary = did not mean to leave
page-people = People
page-of-shown = Were shown it
page-money = Money a month
page-no-reasons = Nobody told a reason.
page-reasons-hidden = Reasons are hidden: fewer than { $n } told.
page-branches-churn = Leaving by touchpoint
page-winback-facts = What it took
page-delivered = Invitations delivered
page-unsubscribed = Opted out
page-offers-used = Offers used
page-cost-each = Cost of each who came back
page-arms = With and without an invitation
page-all = All reasons
page-treated = Invited
page-holdout = Left alone
page-base = The customer base in the period
page-base-start = At the start
page-base-new = New
page-base-returned = Returned
page-base-avoidable = Left: avoidable
page-base-natural = Left: natural
page-base-involuntary = Left: involuntary
page-base-unknown = Left: reason unknown
page-base-end = At the end
page-hidden-here = hidden
page-purchases = Who buys again
page-customers = Customers who ordered
page-repeat = Bought more than once
page-frequency = Orders a customer
page-average-order = Average order
page-kept = Stayed from the span before
page-clv = What a customer brings from now on
page-silent = Silent for longer than usual
page-formula = Formula: { $formula }
page-cohorts = Per cent who were back after 1, 2, 3… months
page-cohort = First order
page-cohorts-note = Three dots: the month is still running. Small groups are hidden.
page-cohorts-short = Who comes back is seen from the second month on.
