using System.Globalization;
using Larq.ModelBuilder.Pipelines;
using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Code;

/// <summary>The example of each column as C#: the row that a generated program begins with.</summary>
internal static class Examples
{
    /// <summary>The lines of an object's initializer.</summary>
    public static string Of(CodeNames names) => string.Join('\n', names.Properties
        .Where(property => property.Column.Purpose == Purpose.Feature)
        .Select(property => $"{property.Name} = {Value(names, property.Column)},"));

    /// <summary>The example as the loader reads it: a number, or text without spaces before it.</summary>
    public static object Read(CodeNames names, RecipeColumn column)
    {
        if (!names.Pipeline.Loader!.IsNumber(column)) return column.Example;
        var text = names.Recipe.Loading!.DecimalMarker == ',' ? column.Example.Replace(',', '.') : column.Example;
        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : float.NaN;
    }

    private static string Value(CodeNames names, RecipeColumn column) => Read(names, column) switch
    {
        float number => CSharpText.Literal(number),
        var text => CSharpText.Literal((string)text),
    };
}
