import type { IAMClient } from "@aws-sdk/client-iam";
import { expect, it } from "vitest";
import { IncompleteAnswer } from "../calls/aws-errors.ts";
import type { IamCall } from "../session/account-session.ts";
import { listAll } from "./iam-lists.ts";
import { OddRecords } from "./odd-records.ts";

type Item = { UserId?: string; UserName: string };
type Page = { items: Item[]; IsTruncated: boolean; Marker?: string };

/** What answers is not asked: the pages are at hand. An answer that is not whole is refused, as by the caller. */
const call: IamCall = async (action, send, isWhole) => {
  const page = await send({} as IAMClient, {});
  if (isWhole && !isWhole(page)) throw new IncompleteAnswer(`AWS's answer to ${action} is incomplete`);
  return page;
};

const list = (pages: readonly Page[], onOdd?: (item: Item) => void) => {
  const left = [...pages];
  return listAll(call, {
    action: "iam:ListUsers",
    send: async () => left.shift()!,
    itemsOf: ({ items }: Page) => items,
    isWhole: ({ UserId }) => UserId !== undefined,
    ...(onOdd ? { onOdd } : {}),
    factOf: ({ UserId = "", UserName }) => `${UserId} ${UserName}`,
    identityOf: (fact) => fact.split(" ")[0] ?? "",
  });
};

const page = (items: Item[], Marker?: string): Page => ({
  items,
  IsTruncated: Marker !== undefined,
  ...(Marker ? { Marker } : {}),
});
const [ada, renamed, bob, odd] = [
  { UserId: "AIDA1", UserName: "ada" },
  { UserId: "AIDA1", UserName: "ada.renamed" },
  { UserId: "AIDA2", UserName: "bob" },
  { UserName: "nobody" },
];

it.each([
  ["pages next to each other", [page([ada, bob], "a"), page([renamed])]],
  ["pages far apart", [page([ada], "a"), page([bob], "b"), page([renamed])]],
  ["one page", [page([ada, bob, renamed])]],
])("takes an item that comes twice once, and the later one counts: %s", async (_, pages) => {
  expect(await list(pages)).toEqual(["AIDA1 ada.renamed", "AIDA2 bob"]);
});

it("leaves an odd record out where somebody takes note of it, and reads the others", async () => {
  const records = new OddRecords("iam:ListUsers", "users");
  expect(await list([page([ada, odd], "a"), page([bob])], records.note)).toEqual(["AIDA1 ada", "AIDA2 bob"]);
  expect(records.failure).toMatchObject({
    state: "failed",
    action: "iam:ListUsers",
    reason: expect.stringMatching(/^iam:ListUsers gave 1 of the users without .*\(nobody\)/),
  });
});

it("takes a list with an odd record for incomplete where nobody does", async () => {
  await expect(list([page([ada, odd])])).rejects.toBeInstanceOf(IncompleteAnswer);
});
