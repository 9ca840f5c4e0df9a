// What stands in the corner of every page: its link, on screen and on paper.

/** What Python says of a page, see nmn's tools(). */
interface ToolsData {
  base: string; // what stands before every address of this server
  file: string; // the page's file
  page: string; // its title
  about: string; // what is seen there, in a line
  asks: boolean; // whether a question can be asked about it
  picture: boolean; // whether a stage is there, which can be taken away
}

/** What outlives a call. */
interface Tools {
  data: ToolsData;
  tell(name: string, value: unknown): void;
  show(data: ToolsData): void;
  close(): void;
}

type ToolsHost = HTMLElement & { __tools?: Tools };
