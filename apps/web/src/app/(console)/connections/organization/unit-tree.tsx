"use client";

import { ActionIcon, Checkbox } from "@mantine/core";
import { isChosenBy, type OrganizationSelection } from "@rolecall/domain";
import { formatAmount } from "@rolecall/ui/format";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import { leftOutOf, type TreeAccount, type TreeUnit, toggleAccount, toggleUnit, unitState } from "./selection.ts";
import classes from "./unit-tree.module.css";

export type ShownUnit = TreeUnit & { name: string; accountCount: number };
export type ShownAccount = TreeAccount & {
  name: string;
  /** Why the account is not read even if it is chosen, such as `SUSPENDED`; null: it is read. */
  obstacle: string | null;
};

type Choice = {
  units: readonly ShownUnit[];
  accounts: readonly ShownAccount[];
  selection: OrganizationSelection;
  onChange: (selection: OrganizationSelection) => void;
  /** Whether units are unfolded at first. */
  isOpen: boolean;
};

/** The units of an organisation as check boxes. A chosen unit includes everything below it, now and later. */
export function UnitTree(choice: Choice) {
  const roots = choice.units.filter(({ parentId }) => parentId === null);
  return (
    <ul className={classes.tree}>
      {roots.map((unit) => (
        <Branch key={unit.unitId} unit={unit} {...choice} />
      ))}
    </ul>
  );
}

function Branch({ unit, ...choice }: Choice & { unit: ShownUnit }) {
  const { units, accounts, selection, onChange } = choice;
  const [opened, setOpened] = useState(choice.isOpen || unit.parentId === null);
  const children = units.filter(({ parentId }) => parentId === unit.unitId);
  const own = accounts.filter(({ unitIds }) => unitIds.at(-1) === unit.unitId);
  const state = unitState(selection, unit, units, accounts);
  const leftOut = leftOutOf(selection, unit.unitId, accounts).length;
  const hasContent = children.length + own.length > 0;
  return (
    <li>
      <div className={classes.row}>
        {hasContent ? (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            onClick={() => setOpened(!opened)}
            aria-expanded={opened}
            aria-label={`What is in ${unit.name}`}
          >
            {opened ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
          </ActionIcon>
        ) : (
          <span className={classes.gap} />
        )}
        <Checkbox
          label={unit.name}
          checked={state === "chosen" || state === "with_parent"}
          indeterminate={state === "some"}
          disabled={state === "with_parent"}
          onChange={() => onChange(toggleUnit(selection, unit.unitId, units, accounts))}
          classNames={{ label: classes.unit }}
        />
        <span className={classes.note}>
          {formatAmount(unit.accountCount, "account")}
          {leftOut > 0 && `, ${leftOut} left out`}
          {state === "with_parent" && ", chosen with the unit above"}
        </span>
      </div>
      {opened && hasContent && (
        <ul className={classes.branch}>
          {own.map((account) => (
            <Leaf key={account.awsAccountId} account={account} selection={selection} onChange={onChange} />
          ))}
          {children.map((child) => (
            <Branch key={child.unitId} unit={child} {...choice} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Leaf({ account, selection, onChange }: Pick<Choice, "selection" | "onChange"> & { account: ShownAccount }) {
  return (
    <li className={classes.row}>
      <span className={classes.gap} />
      <Checkbox
        label={account.name}
        checked={isChosenBy(selection, account)}
        onChange={() => onChange(toggleAccount(selection, account))}
        classNames={{ label: classes.account }}
      />
      <span className={classes.note}>
        <code>{account.awsAccountId}</code>
        {account.obstacle && `, ${account.obstacle}: not read while it is`}
      </span>
    </li>
  );
}
