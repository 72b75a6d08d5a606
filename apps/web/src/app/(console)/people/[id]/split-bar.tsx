"use client";

import { Text } from "@mantine/core";
import { ConfirmButton } from "../../../../rooms/action/confirm-button.tsx";
import { useAction } from "../../../../rooms/action/use-action.ts";
import { useSelection } from "../../../../rooms/selection/selection.tsx";
import { SelectionBar } from "../../../../rooms/selection/selection-bar.tsx";
import { useTRPC } from "../../../../trpc/client.tsx";

type SplitBarProps = {
  id: string;
  name: string;
  /** How many users the person has, those of disconnected accounts as well. */
  users: number;
  /** Those that can be chosen. */
  shown: readonly { id: string; name: string }[];
};

/** Splits the users that are selected off a person. */
export function SplitBar({ id, name, users, shown }: SplitBarProps) {
  const { chosen, choose } = useSelection();
  const split = useAction(useTRPC().people.split.mutationOptions(), {
    done: { title: "Split", message: `${name} and the selected users are two people now.` },
  });
  const run: typeof split.run = (input, callbacks) =>
    split.run(input, {
      ...callbacks,
      onDone: (data) => {
        choose(chosen, false);
        callbacks?.onDone?.(data);
      },
    });
  const names = shown.flatMap((user) => (chosen.includes(user.id) ? [user.name] : [])).join(", ");
  return (
    <SelectionBar ids={shown.map((user) => user.id)} noun={["user", "users"]} purpose="that are somebody else's">
      {chosen.length >= users ? (
        <Text size="sm" c="dimmed">
          Leave at least one user.
        </Text>
      ) : (
        <ConfirmButton
          action={{ ...split, run }}
          input={{ id, userIds: [...chosen] }}
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
