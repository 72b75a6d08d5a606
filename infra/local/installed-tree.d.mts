export function packagesThatDiffer(root: string, options?: { nestedOnly?: boolean }): string[];
