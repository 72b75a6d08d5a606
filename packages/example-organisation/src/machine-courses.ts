import * as keyLines from "./key-lines.ts";
import { dayOf, oldKeyDay, type Person } from "./person-courses.ts";
import type { KeyPlan } from "./plans.ts";

/** What becomes of a machine user; `usedFromDay` is when a role takes over, so that the key falls quiet. */
export type MachineLife = {
  keys: readonly KeyPlan[];
  role?: { createdDay: number; usedFromDay: number };
  deletedDay?: number;
};

/** A role is made first; it is adopted; the key falls quiet, is retired; the user goes last. */
function movesToRole(machine: Person, span: "cleanup" | "programme", deletesUser: boolean): MachineLife {
  const { random, rhythm } = machine;
  const usedFromDay = dayOf(random, span);
  const quietDay = usedFromDay + random.int(0, 3);
  return {
    keys: keyLines.retired(oldKeyDay(machine), rhythm, quietDay, random),
    role: { createdDay: usedFromDay - random.int(3, 16), usedFromDay },
    ...(deletesUser ? { deletedDay: quietDay + random.int(32, 45) } : {}),
  };
}

const rotates = (machine: Person, firstDay: number, startsDay: number): MachineLife => ({
  keys: keyLines.rotated({
    firstDay,
    startsDay,
    everyDays: machine.random.int(74, 84),
    rhythm: machine.rhythm,
    random: machine.random,
  }),
});

export const MACHINE_COURSES = {
  roleEarly: (m: Person) => movesToRole(m, "cleanup", true),
  roleInProgramme: (m: Person) => movesToRole(m, "programme", true),
  roleInProgrammeUserStays: (m: Person) => movesToRole(m, "programme", false),
  rotates: (m: Person) => {
    const first = -m.random.int(3, 78);
    return rotates(m, first, first + 80);
  },
  rotatesInProgramme: (m: Person) => rotates(m, oldKeyDay(m), dayOf(m.random, "programme")),
  rotatesEarly: (m: Person) => rotates(m, oldKeyDay(m), dayOf(m.random, "cleanup")),
  retiredEarly: (m: Person) => ({
    keys: keyLines.retired(oldKeyDay(m), m.rhythm, dayOf(m.random, "cleanup"), m.random),
  }),
  retiredInProgramme: (m: Person) => ({
    keys: keyLines.retired(oldKeyDay(m), m.rhythm, dayOf(m.random, "programme"), m.random),
  }),
  old: (m: Person) => ({ keys: keyLines.steady(Math.min(oldKeyDay(m), -m.random.int(700, 2150)), m.rhythm) }),
  unused: (m: Person) => ({ keys: keyLines.neverUsed(m.joinedDay) }),
  twins: (m: Person) => ({ keys: keyLines.twins(oldKeyDay(m), m.rhythm, m.random) }),
  inNameOnly: (m: Person) => ({ keys: keyLines.rotatedInNameOnly(oldKeyDay(m), m.rhythm, m.random) }),
  mothballed: (m: Person) => ({ keys: keyLines.mothballed(m.joinedDay, m.rhythm, -m.random.int(10, 150)) }),
  switchedBackOn: (m: Person) => {
    const off = dayOf(m.random, "anytime");
    return { keys: keyLines.switchedBackOn(oldKeyDay(m), m.rhythm, off, off + m.random.int(1, 4)) };
  },
  noCredential: () => ({ keys: [] }),
} as const satisfies Record<string, (machine: Person) => MachineLife>;

export type MachineCourse = keyof typeof MACHINE_COURSES;
