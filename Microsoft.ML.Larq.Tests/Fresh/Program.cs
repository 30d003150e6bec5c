using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

if (args[0] == "guarded")
{
    Guarded.Run(args[1..]);
    return;
}

// Not one name of this library: ML.NET alone has to find it.
var context = new MLContext();
var model = context.Model.Load(args[0], out var schema);
var features = SchemaDefinition.Create(typeof(Row));
features[nameof(Row.Features)].ColumnType = schema[nameof(Row.Features)].Type;
var size = ((VectorDataViewType)schema[nameof(Row.Features)].Type).Size;
var input = context.Data.LoadFromEnumerable(Row.Make(size), features);
var output = model.Transform(input);
Console.WriteLine($"model: {model.GetType().FullName}");
foreach (var column in output.Schema) Console.WriteLine($"column: {column.Name} {column.Type}");
foreach (var score in output.GetColumn<float[]>("Score"))
    Console.WriteLine(
        "score: " + string.Join(' ', score.Select(value => value.ToString("R", CultureInfo.InvariantCulture))));
foreach (ProcessModule module in Process.GetCurrentProcess().Modules) Console.WriteLine($"module: {module.ModuleName}");
context.Model.Save(model, input.Schema, args[1]);

internal sealed class Row
{
    public float[] Features { get; set; } = [];

    // Value j of row i is sin(i + j): the test that starts this program knows the formula.
    public static IEnumerable<Row> Make(int size) => Enumerable.Range(0, 10).Select(i => new Row
    {
        Features = [.. Enumerable.Range(0, size).Select(j => MathF.Sin(i + j))],
    });
}
