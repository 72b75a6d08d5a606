import { expect, it } from "vitest";
import { ROUTINES, WORKS } from "./register.ts";
import { SWEEP } from "./sweep.ts";

const names = [SWEEP.name, ...WORKS.map(({ job }) => job.name)];

it("every job has a name of its own, as a queue stores it", () => {
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^[a-z]+(-[a-z]+)*$/.test(name))).toEqual([]);
  expect(new Set(ROUTINES.map(({ name }) => name)).size).toBe(ROUTINES.length);
});

it("no work is taken up that lacks its ids", () => {
  const lax = WORKS.filter(({ job }) => job.payload.safeParse({}).success);
  expect(lax.map(({ job }) => job.name)).toEqual([]);
});
