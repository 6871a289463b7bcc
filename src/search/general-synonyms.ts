/**
 * Words that general English uses for much the same thing, one group a line: part of the product for every knowledge
 * base, so nothing here belongs to one product. A customer adds groups of their own in `synonyms.txt`.
 */
export const GENERAL_SYNONYMS = `
delete, remove, erase
price, cost, fee, charge, pricing
buy, purchase
begin, start, launch
end, stop, finish, terminate
create, make, add, new
change, modify, edit, update, alter
fix, repair, solve, resolve, troubleshoot
error, failure, fault, problem, issue
fast, quick, speed
slow, delay, latency
big, large
small, little, tiny
picture, image, photo
choose, select, pick
allow, permit, enable
forbid, deny, block, prevent, disable
need, require, requirement
help, support, assist
show, display, view
hide, conceal
initial, first
last, final
limit, maximum, quota, cap
minimum, least
company, organization, organisation, business
customer, client
employee, staff
user, person, people
phone, telephone
mail, email
password, passcode
login, logon, signin
logout, signout
sign, register, enroll
setup, install, installation
configure, setting, option, preference
folder, directory
document, file
send, deliver, transmit
receive, get, obtain, retrieve
give, provide, supply
use, utilize, employ
way, method, approach, technique
step, instruction, procedure
guide, tutorial, manual
example, sample, instance
benefit, advantage
drawback, disadvantage, limitation
important, key, critical, essential
difference, compare, comparison, versus
improve, increase, enhance, boost
reduce, decrease, lower, minimize
test, check, verify, validate
measure, evaluate, assess, evaluation, assessment
build, develop, development
developer, programmer
program, application, app, software
combine, merge, join
split, divide, separate
copy, duplicate, clone
move, transfer, migrate
rename, relabel
repeat, again, retry
cancel, abort
return, refund
ship, delivery
store, save, keep
secret, credential
safe, secure, security
protect, guard
private, confidential, privacy
free, gratis
bill, invoice, billing
pay, payment
plan, subscription, tier
country, region, location
language, locale
date, day
old, previous, former
current, latest, newest
correct, right, accurate
wrong, incorrect, invalid
answer, reply, response
question, query
ask, request
talk, chat, conversation
explain, describe
mean, definition
name, title, label
number, amount, count
part, section, component
connect, connection, link
disconnect, unlink
search, find, lookup
list, enumerate
sum, total
kind, type, sort, category
goal, aim, objective, purpose
result, outcome, output
reason, cause
expire, expiry, expiration
renew, extend
upgrade, update
downgrade, revert
backup, archive
restore, recover, recovery
share, publish
access, permission
browser, web
computer, machine, device
screen, display, monitor
`;
