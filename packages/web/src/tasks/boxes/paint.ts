/** What is suggested, on an image. Of no theme: the image is the ground, and under the line there is a white one. */
export const suggestionColor = '#62379b';
