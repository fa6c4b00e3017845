/**
 * Teams of the North American leagues, a line each: city, what Kalshi calls the city where two teams
 * share it, nickname. `city | other cities | nickname, other nicknames`. A bare city is a name too,
 * unless two teams of the league share it.
 */
export const US_LEAGUES: Readonly<Record<string, string>> = {
  mlb: `arizona | az | diamondbacks, dbacks, d backs
athletics | as, oakland, sacramento, oakland athletics, sacramento athletics |
atlanta | | braves
baltimore | | orioles
boston | | red sox
chicago | chicago c | cubs
chicago | chicago ws, chicago w | white sox
cincinnati | | reds
cleveland | | guardians
colorado | | rockies
detroit | | tigers
houston | | astros
kansas city | | royals
los angeles | los angeles a, la angels, la a, anaheim | angels
los angeles | los angeles d, la dodgers, la d | dodgers
miami | | marlins
milwaukee | | brewers
minnesota | | twins
new york | new york m, ny mets, ny m | mets
new york | new york y, ny yankees, ny y | yankees
philadelphia | | phillies
pittsburgh | | pirates
san diego | | padres
san francisco | | giants
seattle | | mariners
st louis | saint louis | cardinals
tampa bay | | rays
texas | | rangers
toronto | | blue jays
washington | | nationals`,
  nba: `atlanta | | hawks
boston | | celtics
brooklyn | | nets
charlotte | | hornets
chicago | | bulls
cleveland | | cavaliers, cavs
dallas | | mavericks, mavs
denver | | nuggets
detroit | | pistons
golden state | | warriors
houston | | rockets
indiana | | pacers
los angeles | los angeles c, la clippers, la c | clippers
los angeles | los angeles l, la lakers, la l | lakers
memphis | | grizzlies
miami | | heat
milwaukee | | bucks
minnesota | | timberwolves, wolves
new orleans | | pelicans
new york | | knicks
oklahoma city | okc | thunder
orlando | | magic
philadelphia | | 76ers, sixers
phoenix | | suns
portland | | trail blazers, blazers
sacramento | | kings
san antonio | | spurs
toronto | | raptors
utah | | jazz
washington | | wizards`,
  wnba: `atlanta | | dream
chicago | | sky
connecticut | | sun
dallas | | wings
golden state | | valkyries
indiana | | fever
las vegas | | aces
los angeles | la | sparks
minnesota | | lynx
new york | | liberty
phoenix | | mercury
portland | | fire
seattle | | storm
toronto | | tempo
washington | | mystics`,
  nfl: `arizona | | cardinals
atlanta | | falcons
baltimore | | ravens
buffalo | | bills
carolina | | panthers
chicago | | bears
cincinnati | | bengals
cleveland | | browns
dallas | | cowboys
denver | | broncos
detroit | | lions
green bay | | packers
houston | | texans
indianapolis | | colts
jacksonville | | jaguars, jags
kansas city | | chiefs
las vegas | | raiders
los angeles | los angeles c, la chargers, la c | chargers
los angeles | los angeles r, la rams, la r | rams
miami | | dolphins
minnesota | | vikings
new england | | patriots
new orleans | | saints
new york | new york g, ny giants, ny g | giants
new york | new york j, ny jets, ny j | jets
philadelphia | | eagles
pittsburgh | | steelers
san francisco | | 49ers, niners
seattle | | seahawks
tampa bay | | buccaneers, bucs
tennessee | | titans
washington | | commanders`,
  nhl: `anaheim | | ducks
boston | | bruins
buffalo | | sabres
calgary | | flames
carolina | | hurricanes
chicago | | blackhawks
colorado | | avalanche
columbus | | blue jackets
dallas | | stars
detroit | | red wings
edmonton | | oilers
florida | | panthers
los angeles | la | kings
minnesota | | wild
montreal | | canadiens
nashville | | predators
new jersey | | devils
new york | new york i, ny islanders, ny i | islanders
new york | new york r, ny rangers, ny r | rangers
ottawa | | senators
philadelphia | | flyers
pittsburgh | | penguins
san jose | | sharks
seattle | | kraken
st louis | saint louis | blues
tampa bay | | lightning
toronto | | maple leafs, leafs
utah | | mammoth, hockey club
vancouver | | canucks
vegas | las vegas | golden knights
washington | | capitals
winnipeg | | jets`,
  mls: `atlanta | | united, united fc
austin | | fc
charlotte | | fc
chicago | | fire, fire fc
cincinnati | fc cincinnati | fc
colorado | | rapids
columbus | | crew, crew sc
dc | dc united, washington | united
dallas | fc dallas | fc
houston | | dynamo, dynamo fc
inter miami | miami, inter miami cf | cf
la galaxy | los angeles g, la g, los angeles galaxy |
los angeles fc | los angeles f, lafc, la f, lafc los angeles |
minnesota | | united, united fc
montreal | cf montreal, club de foot montreal | cf, impact
nashville | | sc
new england | | revolution
new york city | new york city fc, nycfc, nyc fc | fc
new york red bulls | new york rb, ny red bulls, red bull new york, new york r |
orlando | orlando city | city sc, city
philadelphia | | union
portland | | timbers
real salt lake | salt lake |
san diego | | fc
san jose | | earthquakes
seattle | | sounders, sounders fc
sporting kansas city | kansas city, sporting kc |
st louis | st louis city, saint louis city | city sc, city
toronto | | fc
vancouver | | whitecaps, whitecaps fc`,
  nwsl: `angel city | angel city fc, los angeles |
bay | bay fc |
boston legacy | boston, boston legacy fc |
chicago stars | chicago, chicago stars fc, chicago red stars |
denver summit | denver, denver summit fc |
gotham | gotham fc, nj ny gotham fc, ny nj gotham fc, nj ny gotham, new jersey new york gotham fc |
houston | | dash
kansas city current | kansas city |
north carolina courage | north carolina |
orlando | | pride
portland | | thorns, thorns fc
racing louisville | louisville, racing louisville fc |
san diego wave | san diego, san diego wave fc |
seattle reign | seattle, seattle reign fc, ol reign |
utah royals | utah, utah royals fc |
washington | | spirit`,
  ipl: `chennai super kings | chennai, csk |
delhi capitals | delhi, dc |
gujarat titans | gujarat, gt |
kolkata knight riders | kolkata, kkr |
lucknow super giants | lucknow, lsg |
mumbai indians | mumbai, mi |
punjab kings | punjab, pbks |
rajasthan royals | rajasthan, rr |
royal challengers bengaluru | bengaluru, rcb, royal challengers bangalore, bangalore |
sunrisers hyderabad | hyderabad, srh |`,
  kbo: `doosan bears | doosan |
hanwha eagles | hanwha |
kia tigers | kia |
kiwoom heroes | kiwoom |
kt wiz | kt |
lg twins | lg |
lotte giants | lotte |
nc dinos | nc |
samsung lions | samsung |
ssg landers | ssg |`,
};
