import type { Random } from "./random.ts";

const FIRST_NAMES =
  `ada aino alba amara anouk anselm arjun astrid bao beatriz bela bogdan brigid callum carmen chidi ciara dagny danilo darya deniz
dimitra edda eero elif elodie emeka enzo esme eszter fabio farah femke finn florin freya gael gareth giulia goran greta hana hamza harriet heikki hilde
idris ilse imogen ines ingrid isak ivana jamila jarek joana jonas jun kaja kamil katya keiko kenji kofi lars laszlo leila lena liam linnea lucia luka
maeve malik mara marit mateo meera mei milan mina miro nadia naoko nils nina noor oisin olga omar orla oskar paloma paula pavel petra piotr priya quentin
rafael rania ravi rhea rosa ruben ruta sami sanna sara selma sora stefan sunita tadeusz tamar tariq tess thabo theo tomas tuva ulla uma valeria vera viktor
wanda willem xenia yara yusuf zara zelda zofia`.split(/\s+/);

const LAST_NAMES =
  `abara adeyemi ahlberg almeida andersen antal arvidsson asante bakker balogun barros becker bergstrom bianchi blom bosman brandt byrne
calder castellan chaudhry cheng costa dahl delacroix demir diaz dijkstra dlamini doyle dvorak eklund engel eriksen farkas ferreira fischer fontaine
gallagher garrido ghosh grunwald gunnarsson haas hakimi halloran hansen haruna hidalgo hoang holm horvath ibarra ivanova jansen jimenez joshi kallio
kapoor kaya keller khalil kimura kline kovac kowal laine lambert larsen leclerc lindqvist lombardi maas madsen mahlangu malhotra marek martel mensah
mishra moreau moretti nakata navarro nguyen nieminen novak nyberg oconnell odhiambo okafor olsen ortega osei palmer pereira petrov pohl popescu quiroga
rahman ramos reinholt rinaldi rossi saarinen sandoval santos sato schreiber serrano sharma silva sobol soto strand suzuki szabo takeda tanaka thorne
torres tran ulrich vance varga vermeer vidal virtanen vogel wagner walsh weber winter wolff yamada yilmaz zanetti zeller zhang zimmer`.split(
    /\s+/,
  );

/** Different invented people, as first.last. */
export function inventedPeople(random: Random, count: number): string[] {
  const lasts = random.shuffled(LAST_NAMES);
  const names = new Set<string>();
  while (names.size < count) names.add(`${random.pick(FIRST_NAMES)}.${lasts[names.size % lasts.length]}`);
  return [...names];
}
