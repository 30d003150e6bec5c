namespace Larq.ModelBuilder.Recipes;

/// <summary>How a file of rows is read; nothing of it is left to a default.</summary>
/// <param name="Separator">Between the cells of a row.</param>
/// <param name="HasHeader">Whether the first line names the columns.</param>
/// <param name="DecimalMarker">A point or a comma.</param>
/// <param name="Quoted">Whether cells may stand in double quotes, and then hold separators.</param>
/// <param name="Missing">
/// What is written where a number is missing, besides nothing at all: words (which are no number anyway) or numbers, as
/// <c>-999</c>, which then are missing in every column of numbers but the label.
/// </param>
internal sealed record Loading(char Separator, bool HasHeader, char DecimalMarker, bool Quoted, string[] Missing);
