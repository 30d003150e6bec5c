using Microsoft.ML.Data;

namespace Microsoft.ML.Larq.Tests.Neighbour;

/// <summary>A model after it was saved and loaded.</summary>
internal static class Reloaded
{
    /// <summary>Says how many rows a model scored, all as it scores them once loaded, or what differs.</summary>
    public static void Say<T>(MLContext context, ITransformer model, IDataView rows, string column)
    {
        using var stream = new MemoryStream();
        context.Model.Save(model, rows.Schema, stream);
        stream.Position = 0;
        var loaded = context.Model.Load(stream, out _);
        var (before, after) = (Values<T>(model, rows, column), Values<T>(loaded, rows, column));
        if (before.SequenceEqual(after)) Console.WriteLine($"{before.Length} rows alike");
        else Console.WriteLine($"trained: {string.Join('|', before)}\nloaded: {string.Join('|', after)}");
    }

    private static string[] Values<T>(ITransformer model, IDataView rows, string column) =>
    [
        .. model.Transform(rows).GetColumn<T>(column).Select(value =>
            value is Array many ? string.Join(' ', many.Cast<object>().Select(Text)) : Text(value!)),
    ];

    private static string Text(object value) =>
        value is float number && !float.IsFinite(number) ? throw new NotFiniteNumberException(number) : $"{value}";
}
