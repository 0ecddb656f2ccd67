/** What of the side of the page is open for a choice by key; one at a time. */
export type Tool = 'photos' | 'bbps' | 'where' | null;

export interface ToolProps {
  readonly tool: Tool;
  readonly onTool: (tool: Tool) => void;
}
