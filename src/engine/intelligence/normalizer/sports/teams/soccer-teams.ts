/**
 * Soccer clubs and nations whose names differ by more than the words that clubs carry in general
 * ("FC", "Calcio", years), a line each: `name here: other names`. Names that share a word with a
 * club of the same city stand here as well, so that nobody takes one for the other.
 */
export const SOCCER_TEAMS = `arsenal: arsenal fc
aston villa:
bournemouth: afc bournemouth
brentford:
brighton: brighton and hove albion, brighton hove albion
burnley:
chelsea:
crystal palace:
everton:
fulham:
ipswich: ipswich town
leeds: leeds united
leicester: leicester city
liverpool:
manchester city: man city
manchester united: man united, man utd, manchester utd
newcastle: newcastle united
nottingham forest: nottingham, nottm forest
sheffield united: sheffield utd
sheffield wednesday:
southampton:
sunderland:
tottenham: tottenham hotspur, spurs
west ham: west ham united
wolves: wolverhampton, wolverhampton wanderers
birmingham: birmingham city
blackburn: blackburn rovers
bristol city:
bristol rovers:
charlton: charlton athletic
coventry: coventry city
derby: derby county
hull: hull city
middlesbrough:
millwall:
norwich: norwich city
oxford: oxford united
portsmouth:
preston: preston north end
qpr: queens park rangers
stoke: stoke city
swansea: swansea city
watford:
west brom: west bromwich, west bromwich albion
wrexham:
alaves: deportivo alaves
athletic bilbao: athletic club, athletic bilbao club, athletic
bilbao athletic:
atletico madrid: atletico de madrid, club atletico de madrid, atl madrid
barcelona: barca
celta vigo: celta, celta de vigo, rc celta de vigo
deportivo la coruna: rc deportivo de la coruna, deportivo de la coruna
espanyol: espanyol de barcelona, rcd espanyol de barcelona
racing santander: racing de santander, real racing club de santander
rayo vallecano: rayo, rayo vallecano de madrid
real betis: betis, real betis balompie
real madrid:
real oviedo: oviedo
real sociedad: sociedad, real sociedad de futbol
real valladolid: valladolid
real zaragoza: zaragoza
inter milan: inter, internazionale, internazionale milano, fc internazionale milano
milan: ac milan
roma: as roma
lazio: ss lazio
verona: hellas verona
parma: parma calcio
bayer leverkusen: leverkusen, bayer 04 leverkusen
bayern munich: bayern, bayern munchen, fc bayern munchen, bayern muenchen
borussia dortmund: dortmund, bvb, bv borussia 09 dortmund
borussia monchengladbach: monchengladbach, gladbach, m gladbach, borussia mgladbach
cologne: koln, koeln, 1 fc koln
eintracht frankfurt: frankfurt
freiburg: sc freiburg
hamburg: hamburger, hamburger sv
hertha berlin: hertha, hertha bsc
hoffenheim: tsg hoffenheim, tsg 1899 hoffenheim
mainz: mainz 05, 1 fsv mainz 05
rb leipzig: leipzig, rasenballsport leipzig
st pauli: fc st pauli
stuttgart: vfb stuttgart
union berlin: 1 fc union berlin
werder bremen: bremen, sv werder bremen
wolfsburg: vfl wolfsburg
brest: stade brestois, stade brestois 29
lens: racing club de lens
lille: lille osc, losc, losc lille
lyon: olympique lyonnais, olympique lyon
marseille: olympique de marseille, olympique marseille
monaco: as monaco
nice: ogc nice
paris fc: paris
psg: paris saint germain, paris sg, paris st germain
rennes: stade rennais, stade rennais fc 1901
saint etienne: st etienne, as saint etienne
strasbourg: rc strasbourg, rc strasbourg alsace, strasbourg alsace
toulouse:
benfica: sl benfica, sport lisboa e benfica
braga: sporting braga, sc braga, sporting clube de braga
porto: fc porto
sporting cp: sporting, sporting clube de portugal, sporting lisbon
vitoria guimaraes: vitoria sc, vitoria de guimaraes
ajax: afc ajax
az alkmaar: az
feyenoord: feyenoord rotterdam
psv: psv eindhoven
sparta rotterdam:
aberdeen:
celtic:
dundee: dundee fc
dundee united: dundee utd
hearts: heart of midlothian
hibernian: hibs
rangers: rangers fc, glasgow rangers
st mirren:
anderlecht: rsc anderlecht
club brugge: club brugge kv, brugge
union saint gilloise: royale union saint gilloise, union sg, union st gilloise
copenhagen: kobenhavn, fc kobenhavn
red star belgrade: crvena zvezda, fk crvena zvezda
bodo glimt: bodoe glimt
sparta prague: sparta praha, ac sparta praha
slavia prague: slavia praha, sk slavia praha
olympiacos: olympiakos, olympiacos piraeus
panathinaikos:
galatasaray: galatasaray sk
fenerbahce: fenerbahce sk
besiktas: besiktas jk
al ahli: al ahli saudi, al ahli jeddah
al hilal: al hilal saudi
al ittihad: al ittihad saudi
al nassr: al nassr saudi
river plate:
boca juniors:
racing club: racing, racing club de avellaneda
san lorenzo: san lorenzo de almagro
estudiantes: estudiantes de la plata
gimnasia la plata: gimnasia y esgrima la plata
athletico paranaense: paranaense, atletico paranaense
atletico mineiro: atletico mg, atletico mineiro mg
botafogo:
flamengo: cr flamengo
fluminense:
internacional: sc internacional
palmeiras: se palmeiras
red bull bragantino: bragantino, rb bragantino
sao paulo: sao paulo fc
vasco da gama: vasco
america mexico: club america, america
chivas: guadalajara, chivas guadalajara, cd guadalajara
cruz azul:
pumas: pumas unam, unam
tigres: tigres uanl, uanl
ivory coast: cote d ivoire, cote divoire
dr congo: congo dr, democratic republic of congo, democratic republic of the congo
south korea: korea republic, republic of korea
czechia: czech republic
turkiye: turkey
usa: united states, united states of america, usmnt
bosnia and herzegovina: bosnia, bosnia herzegovina
cape verde: cabo verde
iran: ir iran
uae: united arab emirates`;
