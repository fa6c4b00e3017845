/** Esports organisations that go by more than one name, a line each: `name here: other names`. */
export const ESPORTS_TEAMS = `100 thieves: 100t
9z: 9z team
astralis:
b8:
betboom: betboom team
big: big clan
bilibili gaming: blg
bnk fearx: fearx, fox
cloud9: c9
complexity: col, complexity gaming
dplus kia: dplus, dk, damwon kia
drx: kiwoom drx
drx challengers: kiwoom drx challengers
edward gaming: edg
evil geniuses: eg
falcons: team falcons
faze: faze clan
fnatic: fnc
furia: furia esports
g2: g2 esports
gen g: gen g esports, geng
gentle mates: m8
giantx: gx
hanwha life: hanwha life esports, hle
heroic:
imperial: imperial esports
jd gaming: jdg, jd gaming esports
karmine corp: kc
kt rolster: kt
leviatan: leviatan esports, lev
liquid: team liquid
mad lions koi: movistar koi, mkoi
mibr:
mouz: mousesports
natus vincere: navi
ninjas in pyjamas: nip
nongshim redforce: nongshim red force
nrg: nrg esports
og:
optic texas: optic
pain: pain gaming
paper rex: prx
psg talon: talon
rex regum qeon: rrq
sentinels: sen
shopify rebellion: sr
spirit: team spirit
t1: skt t1
team heretics: heretics, th
team secret: secret
the mongolz: mongolz
top esports: tes
tundra: tundra esports
virtus pro: virtuspro, vp
vitality: team vitality
weibo gaming: wbg
wildcard: wildcard gaming
xtreme gaming: xg`;
