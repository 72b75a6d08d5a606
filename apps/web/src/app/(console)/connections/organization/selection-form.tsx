"use client";

import { Alert, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { isChosenBy, type OrganizationSelection } from "@rolecall/domain";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type SubmitEvent, useState, useTransition } from "react";
import { SubmitButton } from "../../../../rooms/action/submit-button.tsx";
import { useTRPC } from "../../../../trpc/client.tsx";
import { problemOf } from "../../../../trpc/problem-of.ts";
import { type ShownAccount, type ShownUnit, UnitTree } from "./unit-tree.tsx";

type Props = {
  connectionId: string;
  units: readonly ShownUnit[];
  /** Null: too many to draw; single ones are chosen in the table of accounts. */
  accounts: readonly ShownAccount[] | null;
  selection: OrganizationSelection;
  /** Where it goes on after saving; null: it stays. */
  nextHref: string | null;
  submitLabel: string;
};

/** So many accounts are shown without folding units. */
const SHOWN_OPEN = 60;

const accountsText = (amount: number) => `${amount.toLocaleString("en-US")} ${amount === 1 ? "account" : "accounts"}`;

function Effect({
  accounts,
  before,
  after,
}: {
  accounts: readonly ShownAccount[];
  before: OrganizationSelection;
  after: OrganizationSelection;
}) {
  const readable = accounts.filter(({ obstacle }) => obstacle === null);
  const chosen = readable.filter((account) => isChosenBy(after, account)).length;
  const given = readable.filter((account) => isChosenBy(before, account) && !isChosenBy(after, account)).length;
  return (
    <>
      <Text size="sm" role="status">
        {chosen.toLocaleString("en-US")} of {accountsText(readable.length)} chosen.
      </Text>
      {given > 0 && (
        <Alert color="yellow" title={`${accountsText(given)} will be disconnected`}>
          What was found in them stays readable. Choose them again at any time.
        </Alert>
      )}
    </>
  );
}

/** Chooses the accounts of an organisation that are verified and scanned. */
export function SelectionForm({ connectionId, units, accounts, selection: saved, nextHref, submitLabel }: Props) {
  const router = useRouter();
  const [selection, setSelection] = useState(saved);
  const [moving, startTransition] = useTransition();
  const select = useMutation(
    useTRPC().organizations.select.mutationOptions({
      onSuccess: () => {
        if (!nextHref) notifications.show({ title: "The choice is saved", message: "New accounts are verified now." });
        startTransition(() => (nextHref ? router.push(nextHref) : router.refresh()));
      },
    }),
  );
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    select.mutate({ connectionId, ...selection });
  };
  return (
    <form method="post" onSubmit={submit}>
      <Stack gap="md">
        {select.error && (
          <Alert color="red" role="alert" title="The choice was not saved">
            {problemOf(select.error).message}
          </Alert>
        )}
        <fieldset style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
          <legend style={{ padding: 0 }}>
            <Text component="span" size="sm" fw={600}>
              Units and accounts
            </Text>
          </legend>
          <Text size="sm" c="dimmed" maw={720} mb="sm">
            A unit takes every account below it, also those that join later. Single accounts can be left out of it.
          </Text>
          <UnitTree
            units={units}
            accounts={accounts ?? []}
            selection={selection}
            onChange={setSelection}
            isOpen={(accounts?.length ?? 0) <= SHOWN_OPEN}
          />
        </fieldset>
        {accounts ? (
          <Effect accounts={accounts} before={saved} after={selection} />
        ) : (
          <Text size="sm">
            This organisation has too many accounts to draw. Choose units here, and single accounts in the table of
            accounts.
          </Text>
        )}
        <SubmitButton loading={select.isPending || moving} style={{ alignSelf: "flex-start" }}>
          {submitLabel}
        </SubmitButton>
      </Stack>
    </form>
  );
}
