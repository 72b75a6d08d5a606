"use client";

import { Alert, Text } from "@mantine/core";
import { isChosenBy, type OrganizationSelection } from "@rolecall/domain";
import { formatAmount, formatCount } from "@rolecall/ui/format";
import { type SubmitEvent, useState } from "react";
import { ActionForm } from "../../../../rooms/action/action-form.tsx";
import { SubmitButton } from "../../../../rooms/action/submit-button.tsx";
import { useAction } from "../../../../rooms/action/use-action.ts";
import { useTRPC } from "../../../../trpc/client.tsx";
import { type ShownAccount, type ShownUnit, UnitTree } from "./unit-tree.tsx";

type Props = {
  connectionId: string;
  units: readonly ShownUnit[];
  /** Null: there are too many to draw, and single ones are chosen in the table of accounts. */
  accounts: readonly ShownAccount[] | null;
  selection: OrganizationSelection;
  /** The page to go to after saving; null: this one. */
  nextHref: string | null;
  submitLabel: string;
};

/** Up to so many accounts, units are shown unfolded. */
const SHOWN_OPEN = 60;

const SAVED = { title: "The choice is saved", message: "New accounts are verified now." };

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
        {formatCount(chosen)} of {formatAmount(readable.length, "account")} chosen.
      </Text>
      {given > 0 && (
        <Alert color="yellow" title={`${formatAmount(given, "account")} will be disconnected`}>
          What was found in them stays readable. Choose them again at any time.
        </Alert>
      )}
    </>
  );
}

/** Chooses the accounts of an organisation that are verified and scanned. */
export function SelectionForm({ connectionId, units, accounts, selection: saved, nextHref, submitLabel }: Props) {
  const [selection, setSelection] = useState(saved);
  const select = useAction(
    useTRPC().organizations.select.mutationOptions(),
    nextHref ? { goTo: () => nextHref } : { done: SAVED },
  );
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    select.run({ connectionId, ...selection });
  };
  return (
    <ActionForm onSubmit={submit} problem={select.problem} problemTitle="The choice was not saved">
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
      <SubmitButton loading={select.isBusy} style={{ alignSelf: "flex-start" }}>
        {submitLabel}
      </SubmitButton>
    </ActionForm>
  );
}
