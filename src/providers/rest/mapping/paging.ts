/** Where the items of a page are; of several places, the first that holds a list. */
type Items = string | readonly string[];

/** How an API cuts a list into pages, as data. `items` and the others are JSON pointers into a page. */
export type Paging =
  /** All at once. With `one`, an object in place of the list is a list of one. */
  | { readonly style: 'whole'; readonly items: Items; readonly one?: true }
  | {
      readonly style: 'page';
      readonly items: Items;
      /** The query parameter that asks for a page, and the number of the first. */
      readonly parameter: string;
      readonly first: number;
      readonly size?: { readonly parameter: string; readonly value: number };
      /** True on the last page. Absent: the list ends when `total` is reached, or with a page that is not full. */
      readonly last?: string;
      /** Number of items on all pages. */
      readonly total?: string;
    }
  | {
      readonly style: 'offset';
      readonly items: Items;
      readonly parameter: string;
      readonly size: { readonly parameter: string; readonly value: number };
      readonly total?: string;
    }
  | { readonly style: 'cursor'; readonly items: Items; readonly parameter: string; readonly next: string }
  /** The address of the next page, in a Link header or at a place of the body. */
  | { readonly style: 'link'; readonly items: Items; readonly at?: string };

/** JSON pointers to where the items of a page may be. */
export function placesOf({ items }: Paging): readonly string[] {
  return typeof items === 'string' ? [items] : items;
}
