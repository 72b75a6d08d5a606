import { Confidence, MigrationStage, MigrationTarget, migrationTurn } from "@rolecall/domain";
import pg from "pg";
import { expect, inject, test } from "vitest";

const DAYS = [null, "2025-12-31", "2026-01-01", "2031-02-03"];

test("the database orders migrations as the rule does", async () => {
  const standings = MigrationStage.options.flatMap((stage) =>
    MigrationTarget.options.flatMap((target) =>
      Confidence.options.flatMap((confidence) => DAYS.map((dueOn) => ({ stage, target, confidence, dueOn }))),
    ),
  );
  const client = new pg.Client({ connectionString: inject("ownerUrl") });
  await client.connect();
  try {
    const { rows } = await client.query<{ turn: string }>(
      `SELECT migration_turn(stage, target, confidence, "dueOn") AS turn
       FROM jsonb_to_recordset($1) AS r (stage text, target text, confidence text, "dueOn" date)`,
      [JSON.stringify(standings)],
    );
    const ranks = (turns: readonly string[]): number[] => {
      const sorted = [...new Set(turns)].sort();
      return turns.map((turn) => sorted.indexOf(turn));
    };
    expect(ranks(rows.map(({ turn }) => turn))).toEqual(ranks(standings.map(migrationTurn)));
  } finally {
    await client.end();
  }
});
