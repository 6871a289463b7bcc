/**
 * Words that general English uses for much the same thing, one group a line: part of the product for every knowledge
 * base, so nothing here belongs to one product. A customer adds groups of their own in `synonyms.txt`.
 */
export const GENERAL_SYNONYMS = `
delete, remove, erase
price, cost, pricing
heavy, weight, weigh
tall, height
wide, width
buy, purchase
begin, start
finish, end
create, make
change, modify, edit
fix, repair, resolve
error, failure
fast, quick, quickly
big, large
small, little
picture, image, photo
choose, select, pick
allow, permit
prevent, forbid
hide, conceal
maximum, max
minimum, min
company, organization, organisation
customer, client
employee, staff
phone, telephone
email, mail
login, logon, signin
logout, logoff, signout
setup, install, installation
configure, configuration, setting
folder, directory
send, deliver
way, method
tutorial, walkthrough
example, sample
benefit, advantage
drawback, disadvantage
difference, compare, comparison
improve, enhance
reduce, decrease, lower
check, verify
evaluate, assess, assessment
combine, merge
split, divide
copy, duplicate
move, migrate
cancel, abort
refund, reimbursement
warranty, guarantee
ship, delivery, shipping
secure, safe
bill, invoice
purpose, goal
latest, newest
correct, accurate
wrong, incorrect
answer, reply
question, query
chat, conversation
explain, describe
connect, connection
search, find
kind, type
reason, cause
expire, expiration, expiry
backup, archive
restore, recover
computer, machine
faq, questions
docs, documentation
app, application
info, information
admin, administrator
repo, repository
config, configuration
db, database
colour, color
centre, center
behaviour, behavior
favourite, favorite
catalogue, catalog
aluminium, aluminum
metre, meter
litre, liter
licence, license
tyre, tire
grey, gray
theatre, theater
jewellery, jewelry
instalment, installment
child, kid
mother, mum, mom
father, dad
car, vehicle
bicycle, bike
film, movie
holiday, vacation
shop, store
doctor, physician
sofa, couch
rubbish, garbage, trash
lift, elevator
toilet, restroom
luggage, baggage
petrol, gasoline
pushchair, stroller, pram
nappy, diaper
trousers, pants
jumper, sweater
postcode, zip
timetable, schedule
voucher, coupon
parcel, package
vacancy, job, career
fee, charge
rent, hire, rental
ill, sick
lost, missing
`;
