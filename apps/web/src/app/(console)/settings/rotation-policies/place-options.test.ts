import { describe, expect, test } from "vitest";
import { unitOptions, withChosen } from "./place-options.ts";

const ROOT = { unitId: "r-abcd", parentId: null, name: "Root" };
const WORKLOADS = { unitId: "ou-abcd-11111111", parentId: "r-abcd", name: "Workloads" };
const PRODUCTION = { unitId: "ou-abcd-22222222", parentId: "ou-abcd-11111111", name: "Production" };
const ACME = { organizationId: "o-acme000000", units: [ROOT, WORKLOADS, PRODUCTION] };

describe("the units that can be chosen", () => {
  test("are named from the root down, the root by its own name", () => {
    expect(unitOptions([ACME])).toEqual([
      { value: "r-abcd", label: "Root (r-abcd)" },
      { value: "ou-abcd-11111111", label: "Workloads (ou-abcd-11111111)" },
      { value: "ou-abcd-22222222", label: "Workloads / Production (ou-abcd-22222222)" },
    ]);
  });

  test("of several organisations say of which they are", () => {
    const root = { unitId: "r-wxyz", parentId: null, name: "Root" };
    const labels = unitOptions([ACME, { organizationId: "o-other00000", units: [root] }]).map(({ label }) => label);
    expect(labels).toContain("Root (r-abcd, o-acme000000)");
    expect(labels).toContain("Root (r-wxyz, o-other00000)");
  });

  test("of an organisation that is connected twice are there once", () => {
    expect(unitOptions([ACME, ACME])).toEqual(unitOptions([ACME]));
  });

  test("are none where none has been read, and one whose parent was not read is named alone", () => {
    expect(unitOptions([{ organizationId: null, units: null }])).toEqual([]);
    expect(unitOptions([{ ...ACME, units: [PRODUCTION] }])).toEqual([
      { value: "ou-abcd-22222222", label: "Production (ou-abcd-22222222)" },
    ]);
  });
});

test("what is chosen stays among the options, by its id where its name is not known", () => {
  const options = unitOptions([ACME]);
  expect(withChosen(options, ["r-abcd"])).toEqual(options);
  expect(withChosen(options, ["ou-gone-33333333"])).toEqual([
    ...options,
    { value: "ou-gone-33333333", label: "ou-gone-33333333" },
  ]);
});
