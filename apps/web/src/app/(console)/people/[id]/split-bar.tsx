"use client";

import { Text } from "@mantine/core";
import { ConfirmButton } from "../../../../rooms/action/confirm-button.tsx";
import { useAction } from "../../../../rooms/action/use-action.ts";
import { useSelection } from "../../../../rooms/selection/selection.tsx";
import { SelectionBar } from "../../../../rooms/selection/selection-bar.tsx";
import { useTRPC } from "../../../../trpc/client.tsx";

/** Splits the users that are selected off a person. */
export function SplitBar({ id, name, users }: { id: string; name: string; users: number }) {
  const { chosen, clear } = useSelection();
  const split = useAction(useTRPC().people.split.mutationOptions(), {
    done: { title: "Split", message: `${name} and the selected users are two people now.` },
  });
  const run: typeof split.run = (input, callbacks) =>
    split.run(input, {
      ...callbacks,
      onDone: (data) => {
        clear();
        callbacks?.onDone?.(data);
      },
    });
  const names = chosen.map((user) => user.name).join(", ");
  return (
    <SelectionBar
      noun={chosen.length === 1 ? "user" : "users"}
      hint="Select users that are somebody else's to split them off."
    >
      {chosen.length >= users ? (
        <Text size="sm" c="dimmed">
          Leave at least one user.
        </Text>
      ) : (
        <ConfirmButton
          action={{ ...split, run }}
          input={{ id, userIds: chosen.map((user) => user.id) }}
          label="Split off"
          size="xs"
          title={`Split ${chosen.length} of ${users} users off?`}
          meaning={[`${names}: no longer ${name}. This outweighs the evidence, until somebody merges them.`]}
          confirm="Split"
          keep="Cancel"
        />
      )}
    </SelectionBar>
  );
}
