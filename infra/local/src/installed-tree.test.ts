import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { packagesThatDiffer } from "../installed-tree.mjs";

const LOCK = {
  "": { version: "1.0.0" },
  "apps/web": { version: "0.0.0" },
  "node_modules/@acme/web": { resolved: "apps/web", link: true },
  "node_modules/left": { version: "1.0.0" },
  "node_modules/left/node_modules/deep": { version: "3.0.0" },
  "node_modules/of-another-system": { version: "1.0.0", optional: true },
  "apps/web/node_modules/left": { version: "2.0.0" },
  "apps/web/node_modules/@scope/right": { version: "1.2.3" },
};
const NESTED = ["apps/web/node_modules/left", "apps/web/node_modules/@scope/right"];

let root: string;

function install(path: string, text: string): void {
  mkdirSync(join(root, path), { recursive: true });
  writeFileSync(join(root, path, "package.json"), text);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "rolecall-tree-"));
  writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages: LOCK }));
  for (const [path, wanted] of Object.entries(LOCK)) {
    if (path.includes("node_modules/") && !("link" in wanted) && !("optional" in wanted)) {
      install(path, JSON.stringify({ version: wanted.version }));
    }
  }
  // npm's own copy says that all is there, as after an install that nothing has happened to.
  writeFileSync(join(root, "node_modules/.package-lock.json"), JSON.stringify({ packages: LOCK }));
});

afterEach(() => rmSync(root, { recursive: true }));

const both = () => ({ all: packagesThatDiffer(root), nested: packagesThatDiffer(root, { nestedOnly: true }) });

describe("a tree of packages", () => {
  test("that is as the lock file wants it has nothing that differs", () => {
    expect(both()).toEqual({ all: [], nested: [] });
  });

  test("without a workspace's own node_modules lacks what was in it", () => {
    rmSync(join(root, "apps/web/node_modules"), { recursive: true });
    expect(both()).toEqual({ all: NESTED, nested: NESTED });
  });

  test.each([
    ["another version, as of an older checkout", JSON.stringify({ version: "1.9.0" })],
    ["a package that was cut off while it was written", '{ "version": "2.'],
    ["an empty file", ""],
  ])("with %s in a workspace's own node_modules differs by it", (_, text) => {
    install("apps/web/node_modules/left", text);
    const left = ["apps/web/node_modules/left"];
    expect(both()).toEqual({ all: left, nested: left });
  });

  test("with a package missing at the top, or within another one, differs by it where all are asked", () => {
    rmSync(join(root, "node_modules/left"), { recursive: true });
    const missing = ["node_modules/left", "node_modules/left/node_modules/deep"];
    expect(both()).toEqual({ all: missing, nested: [] });
  });
});
