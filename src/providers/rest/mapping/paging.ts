/** Where a page's items are; of several places, the first that holds a list is used. */
type Items = string | readonly string[];

/** How an API paginates a list, as data. `items` and the others are JSON pointers into a page. */
export type Paging =
  /** All items at once. With `one`, an object in place of the list is a list of one item. */
  | { readonly style: 'whole'; readonly items: Items; readonly one?: true }
  | {
      readonly style: 'page';
      readonly items: Items;
      /** The query parameter for the page number, and the number of the first page. */
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
      /** The number of the first item; 0 unless said. */
      readonly first?: number;
      readonly size: { readonly parameter: string; readonly value: number };
      readonly total?: string;
    }
  | { readonly style: 'cursor'; readonly items: Items; readonly parameter: string; readonly next: string }
  /** The address of the next page, in a Link header or in the body. */
  | { readonly style: 'link'; readonly items: Items; readonly at?: string };

/** JSON pointers to the possible places of a page's items. */
export function placesOf({ items }: Paging): readonly string[] {
  return typeof items === 'string' ? [items] : items;
}
