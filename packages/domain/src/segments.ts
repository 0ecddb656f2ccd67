/** The six segments of the colon, from the caecum to the rectum: the order of a withdrawal. */
export const COLON_SEGMENTS = [
  'caecum',
  'ascending',
  'transverse',
  'descending',
  'sigmoid',
  'rectum',
] as const;
export type ColonSegment = (typeof COLON_SEGMENTS)[number];

/** The three segments of the Boston Bowel Preparation Scale. */
export const COLON_REGIONS = ['right', 'transverse', 'left'] as const;
export type ColonRegion = (typeof COLON_REGIONS)[number];

/** Which region each segment lies in: right is caecum and ascending, left is descending, sigmoid and rectum. */
export const REGION_OF: Readonly<Record<ColonSegment, ColonRegion>> = {
  caecum: 'right',
  ascending: 'right',
  transverse: 'transverse',
  descending: 'left',
  sigmoid: 'left',
  rectum: 'left',
};

/** What can be said of where the scope is: a segment, or only a region. */
export const COLON_PLACES = [...new Set([...COLON_SEGMENTS, ...COLON_REGIONS])] as const;
export type ColonPlace = ColonSegment | ColonRegion;
