"use client";

import { Text } from "@mantine/core";
import type { IamPerson } from "@rolecall/domain";
import { ConfirmButton } from "../../../rooms/action/confirm-button.tsx";
import { useAction } from "../../../rooms/action/use-action.ts";
import { personHref } from "../../../rooms/address/people.ts";
import { useSelection } from "../../../rooms/selection/selection.tsx";
import { SelectionBar } from "../../../rooms/selection/selection-bar.tsx";
import { useTRPC } from "../../../trpc/client.tsx";

/** Merges the people that are selected into one. */
export function MergeBar({ people }: { people: readonly Pick<IamPerson, "id" | "name">[] }) {
  const { chosen, isChosen } = useSelection();
  const merge = useAction(useTRPC().people.merge.mutationOptions(), {
    done: ({ name, users }) => ({ title: "Merged", message: `${name} has ${users} users now.` }),
    goTo: ({ id }) => personHref(id),
  });
  const names = people.flatMap(({ id, name }) => (isChosen(id) ? [name] : [])).join(", ");
  return (
    <SelectionBar ids={people.map(({ id }) => id)} noun={["person", "people"]} purpose="to merge them">
      {chosen.length < 2 ? (
        <Text size="sm" c="dimmed">
          Select one more to merge.
        </Text>
      ) : (
        <ConfirmButton
          action={merge}
          input={{ ids: [...chosen] }}
          label={`Merge ${chosen.length} people`}
          size="xs"
          title={`Merge ${chosen.length} people into one?`}
          meaning={[`${names} become one. This outweighs the evidence, until somebody splits them.`]}
          confirm="Merge"
          keep="Cancel"
        />
      )}
    </SelectionBar>
  );
}
