import { monthDay } from "./calendar.ts";
import * as keyLines from "./key-lines.ts";
import type { KeyPlan, UserPlan } from "./plans.ts";
import type { Random } from "./random.ts";

/** The day on which a person's user is of no more use: it moved to Identity Center, or its holder left. */
type Ending = { quietDay: number; deletedDay?: number };

type Life = { keys?: readonly KeyPlan[]; console: "used" | "unused" | "none"; ending?: Ending };

/** What is known of a person's user before it is decided what becomes of it. */
export type Person = { random: Random; joinedDay: number; rhythm: keyLines.Rhythm };

/** A course that users take, and how many take it; the last one takes the rest. */
export type Course = { course: string; count: number; live: (person: Person) => Life };

/** Spans of days in which many do the same. */
const SPANS = {
  cleanup: [20, 128],
  firstWave: [monthDay(3.2), monthDay(4.3)],
  programme: [monthDay(7), monthDay(11.4)],
  secondWave: [monthDay(7.3), monthDay(8.9)],
  thirdWave: [monthDay(9.4), monthDay(11.2)],
  anytime: [10, 350],
} as const;

export const dayOf = (random: Random, span: keyof typeof SPANS) => random.int(SPANS[span][0], SPANS[span][1]);

/** A key that was made some time after its user, and is older than 90 days when the story begins; most are a year or two old. */
export const oldKeyDay = ({ random, joinedDay }: Pick<Person, "random" | "joinedDay">) =>
  Math.max(joinedDay, -110 - Math.floor(random.next() ** 1.7 * 2000));

const youngKeyDay = ({ random, joinedDay }: Person) => Math.max(joinedDay, -random.int(4, 80));

/** The person works through Identity Center from `quietDay` on; the key is retired, and the user is deleted last. */
function moves(person: Person, span: keyof typeof SPANS, createdDay: number): Life {
  const quietDay = dayOf(person.random, span);
  return {
    keys: keyLines.retired(createdDay, person.rhythm, quietDay, person.random),
    console: "used",
    ending: { quietDay, deletedDay: quietDay + person.random.int(31, 45) },
  };
}

function rotates(person: Person, firstDay: number, startsDay: number): KeyPlan[] {
  return keyLines.rotated({
    firstDay,
    startsDay,
    rhythm: person.rhythm,
    everyDays: person.random.int(74, 84),
    random: person.random,
  });
}

export const PERSON_COURSES: readonly Course[] = [
  { course: "moves in the first wave", count: 17, live: (p) => moves(p, "firstWave", oldKeyDay(p)) },
  { course: "moves in the second wave", count: 20, live: (p) => moves(p, "secondWave", oldKeyDay(p)) },
  { course: "moves in the third wave", count: 19, live: (p) => moves(p, "thirdWave", oldKeyDay(p)) },
  { course: "young key, moves in the third wave", count: 14, live: (p) => moves(p, "thirdWave", youngKeyDay(p)) },
  {
    course: "key retired in the programme",
    count: 22,
    live: (p) => ({
      keys: keyLines.retired(oldKeyDay(p), p.rhythm, dayOf(p.random, "programme"), p.random),
      console: "used",
    }),
  },
  {
    course: "key retired early",
    count: 14,
    live: (p) => ({
      keys: keyLines.retired(oldKeyDay(p), p.rhythm, dayOf(p.random, "cleanup"), p.random),
      console: "used",
    }),
  },
  {
    course: "unused key cleaned up early",
    count: 12,
    live: (p) => ({ keys: keyLines.neverUsed(oldKeyDay(p), dayOf(p.random, "cleanup")), console: "used" }),
  },
  {
    course: "unused key cleaned up in the programme",
    count: 18,
    live: (p) => ({ keys: keyLines.neverUsed(oldKeyDay(p), dayOf(p.random, "programme")), console: "unused" }),
  },
  {
    course: "key made with the user, never used",
    count: 3,
    live: (p) => ({ keys: keyLines.neverUsed(p.joinedDay), console: "used" }),
  },
  {
    course: "old key used daily",
    count: 3,
    live: (p) => ({ keys: keyLines.steady(oldKeyDay(p), p.rhythm), console: "used" }),
  },
  {
    course: "rotates well",
    count: 22,
    live: (p) => {
      const first = youngKeyDay(p);
      return { keys: rotates(p, first, first + 80), console: "used" };
    },
  },
  {
    course: "rotates since the programme",
    count: 9,
    live: (p) => ({ keys: rotates(p, oldKeyDay(p), dayOf(p.random, "programme")), console: "used" }),
  },
  {
    course: "two keys, one retired in the programme",
    count: 5,
    live: (p) => ({
      keys: keyLines.twins(oldKeyDay(p), p.rhythm, p.random, dayOf(p.random, "programme")),
      console: "used",
    }),
  },
  {
    course: "rotates in name only",
    count: 3,
    live: (p) => ({ keys: keyLines.rotatedInNameOnly(oldKeyDay(p), p.rhythm, p.random), console: "used" }),
  },
  {
    course: "inactive key never deleted",
    count: 8,
    live: (p) => ({ keys: keyLines.mothballed(oldKeyDay(p), p.rhythm, -p.random.int(10, 100)), console: "used" }),
  },
  {
    course: "key switched back on",
    count: 3,
    live: (p) => {
      const off = dayOf(p.random, "anytime");
      return { keys: keyLines.switchedBackOn(oldKeyDay(p), p.rhythm, off, off + p.random.int(1, 5)), console: "used" };
    },
  },
  {
    course: "leaves, user deleted",
    count: 14,
    live: (p) => {
      const quietDay = dayOf(p.random, "anytime");
      return {
        keys: keyLines.forgotten(oldKeyDay(p), p.rhythm, quietDay),
        console: "used",
        ending: { quietDay, deletedDay: quietDay + p.random.int(1, 6) },
      };
    },
  },
  {
    course: "leaves, user forgotten",
    count: 5,
    live: (p) => {
      const quietDay = dayOf(p.random, "anytime");
      return { keys: keyLines.forgotten(oldKeyDay(p), p.rhythm, quietDay), console: "used", ending: { quietDay } };
    },
  },
  {
    course: "console only, moves in a wave",
    count: 24,
    live: (p) => {
      const quietDay = dayOf(p.random, p.random.pick(["firstWave", "secondWave", "thirdWave"]));
      return { console: "used", ending: { quietDay, deletedDay: quietDay + p.random.int(20, 40) } };
    },
  },
  { course: "no credential left", count: 8, live: () => ({ console: "none" }) },
  { course: "console never used", count: 7, live: () => ({ console: "unused" }) },
  { course: "console only", count: Number.POSITIVE_INFINITY, live: () => ({ console: "used" }) },
];

/** Deals the courses to users in a fixed order: as many as the table says, the rest to the last. */
export function dealCourses(courses: readonly Course[], users: number): Course[] {
  const dealt = courses.flatMap((course) => Array.from({ length: Math.min(course.count, users) }, () => course));
  if (dealt.length < users) throw new Error(`${users} users, but courses for ${dealt.length} only`);
  return dealt.slice(0, users);
}

/** What the course makes of a person's user: keys, console password, MFA and end. */
export function lifeOf(person: Person, course: Course): Pick<UserPlan, "keys" | "password" | "mfa" | "deletedDay"> {
  const life = course.live(person);
  const deletedDay = life.ending?.deletedDay;
  return { keys: life.keys ?? [], deletedDay, ...(life.console === "none" ? {} : consoleOf(person, life)) };
}

function consoleOf({ random, joinedDay }: Person, { console, ending }: Life): Pick<UserPlan, "password" | "mfa"> {
  const everyHours = random.int(20, 260);
  const usage = [{ fromDay: joinedDay, untilDay: ending?.quietDay ?? null, everyHours, services: "console" as const }];
  const changesEveryDays = random.pick([0, 0, 88, 120, 180]);
  const changedDays: number[] = [];
  for (
    let day = joinedDay + changesEveryDays;
    changesEveryDays > 0 && day < (ending?.quietDay ?? 365);
    day += changesEveryDays
  )
    changedDays.push(day);
  const kind = random.pick([
    "virtual",
    "virtual",
    "virtual",
    "virtual",
    "virtual",
    "fido",
    "hardware",
    "none",
    "none",
  ] as const);
  const enabledDay = random.next() < 0.6 ? joinedDay : Math.max(joinedDay, dayOf(random, "anytime"));
  return {
    password: { createdDay: joinedDay, usage: console === "used" ? usage : [], changedDays },
    mfa: kind === "none" || console === "unused" ? [] : [{ kind, day: enabledDay }],
  };
}
