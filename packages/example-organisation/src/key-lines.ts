import { STORY_DAYS } from "./calendar.ts";
import type { KeyPlan, UsePlan } from "./plans.ts";
import type { Random } from "./random.ts";
import type { ServiceSet } from "./services.ts";

/** How a key is used while it is used. */
export type Rhythm = { everyHours: number; services: ServiceSet };

const use = (rhythm: Rhythm, fromDay: number, untilDay: number | null): UsePlan => ({ ...rhythm, fromDay, untilDay });

/** One old key, used for ever. */
export const steady = (createdDay: number, rhythm: Rhythm): KeyPlan[] => [
  { createdDay, usage: [use(rhythm, createdDay, null)] },
];

/** One key that nobody ever used; with `endsDay`, it is deactivated then and deleted two weeks later. */
export function neverUsed(createdDay: number, endsDay?: number): KeyPlan[] {
  if (endsDay === undefined) return [{ createdDay, usage: [] }];
  return [{ createdDay, usage: [], changes: [{ day: endsDay, to: "Inactive" }], deletedDay: endsDay + 14 }];
}

/** One key taken out of use in the safe order: it falls quiet, is deactivated, and deleted when nothing broke. */
export function retired(createdDay: number, rhythm: Rhythm, quietDay: number, random: Random): KeyPlan[] {
  const deactivatedDay = quietDay + random.int(2, 9);
  return [
    {
      createdDay,
      usage: [use(rhythm, createdDay, quietDay)],
      changes: [{ day: deactivatedDay, to: "Inactive" }],
      deletedDay: deactivatedDay + random.int(7, 21),
    },
  ];
}

/** Keys rotated as one should: a new one is made, usage moves to it, the old one falls quiet, is deactivated, then deleted. */
export function rotated(options: {
  firstDay: number;
  rhythm: Rhythm;
  everyDays: number;
  /** The first rotation; before it the first key may be as old as it likes. */
  startsDay: number;
  /** Rotations end here and the last key is retired; null goes on. */
  endsDay?: number;
  random: Random;
}): KeyPlan[] {
  const { firstDay, rhythm, everyDays, startsDay, random } = options;
  const endsDay = options.endsDay ?? null;
  const keys: KeyPlan[] = [];
  let createdDay = firstDay;
  let usedFromDay = firstDay;
  let nextDay = startsDay;
  while (nextDay < STORY_DAYS && (endsDay === null || nextDay < endsDay - 20)) {
    const movedDay = nextDay + random.int(1, 4);
    const deactivatedDay = movedDay + random.int(2, 7);
    keys.push({
      createdDay,
      usage: [use(rhythm, usedFromDay, movedDay)],
      changes: [{ day: deactivatedDay, to: "Inactive" }],
      deletedDay: deactivatedDay + random.int(5, 14),
    });
    createdDay = nextDay;
    usedFromDay = movedDay;
    nextDay += everyDays + random.int(-4, 4);
  }
  if (endsDay === null) keys.push({ createdDay, usage: [use(rhythm, usedFromDay, null)] });
  else keys.push(...retired(createdDay, rhythm, endsDay, random));
  return keys;
}

/** Two active keys, both in use: nobody knows which program holds which. With `endsDay` the older one is retired then. */
export function twins(createdDay: number, rhythm: Rhythm, random: Random, endsDay?: number): KeyPlan[] {
  const second = createdDay + random.int(60, 200);
  const older = endsDay === undefined ? steady(createdDay, rhythm) : retired(createdDay, rhythm, endsDay, random);
  return [...older, ...steady(Math.min(second, -20), { ...rhythm, everyHours: rhythm.everyHours * 3 })];
}

/** Rotated in name only: a new key appears every quarter and is thrown away unused, while the old one does all the work. */
export function rotatedInNameOnly(createdDay: number, rhythm: Rhythm, random: Random): KeyPlan[] {
  const keys = steady(createdDay, rhythm);
  for (let day = -random.int(5, 60); day < STORY_DAYS; day += 92) {
    keys.push({ createdDay: day, usage: [], changes: [{ day: day + 80, to: "Inactive" }], deletedDay: day + 86 });
  }
  return keys;
}

/** Deactivated, missed by somebody within days, and switched on again. */
export function switchedBackOn(createdDay: number, rhythm: Rhythm, offDay: number, onDay: number): KeyPlan[] {
  return [
    {
      createdDay,
      usage: [use(rhythm, createdDay, offDay), use(rhythm, onDay, null)],
      changes: [
        { day: offDay, to: "Inactive" },
        { day: onDay, to: "Active" },
      ],
    },
  ];
}

/** Inactive since before the story, and never deleted. */
export function mothballed(createdDay: number, rhythm: Rhythm, offDay: number): KeyPlan[] {
  return [{ createdDay, usage: [use(rhythm, createdDay, offDay)], changes: [{ day: offDay, to: "Inactive" }] }];
}

/** In use until its owner went, and active ever since. */
export const forgotten = (createdDay: number, rhythm: Rhythm, leftDay: number): KeyPlan[] => [
  { createdDay, usage: [use(rhythm, createdDay, leftDay)] },
];
