"use client";

import { Checkbox, CheckboxGroup, Stack } from "@mantine/core";
import { actionsOfPack, OPTIONAL_PACKS, type OptionalPack, PACK_WORDS } from "../packs.ts";
import classes from "./packs-field.module.css";

type Props = { value: OptionalPack[]; onChange: (packs: OptionalPack[]) => void };

/** What may be read beyond the core, each with the very actions that it grants. */
export function PacksField({ value, onChange }: Props) {
  return (
    <CheckboxGroup
      label="Optional: what it may read beyond users, credentials, roles and policies"
      value={value}
      onChange={(packs) => onChange(packs as OptionalPack[])}
    >
      <Stack gap="md" mt="xs">
        {OPTIONAL_PACKS.map((pack) => (
          <div key={pack}>
            <Checkbox value={pack} label={PACK_WORDS[pack].label} description={PACK_WORDS[pack].explanation} />
            <ul className={classes.actions} aria-label={`Actions of ${PACK_WORDS[pack].label}`}>
              {actionsOfPack(pack).map((action) => (
                <li key={action}>
                  <code>{action}</code>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </Stack>
    </CheckboxGroup>
  );
}
