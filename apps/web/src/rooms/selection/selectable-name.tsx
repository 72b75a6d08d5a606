import { Group } from "@mantine/core";
import { LinkText } from "@rolecall/ui";
import { SelectBox } from "./selection.tsx";

/** The name of a row that can be chosen; it links to the row's own page. */
export function SelectableName({ id, name, href }: { id: string; name: string; href: string }) {
  return (
    <Group gap="sm" wrap="nowrap">
      <SelectBox id={id} name={name} />
      <LinkText href={href} inherit style={{ overflowWrap: "anywhere" }}>
        {name}
      </LinkText>
    </Group>
  );
}
