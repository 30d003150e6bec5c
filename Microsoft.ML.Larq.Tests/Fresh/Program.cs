using Microsoft.ML;

// Not one name of this library: ML.NET alone has to find it.
var context = new MLContext();
var model = context.Model.Load(args[0], out _);
var output = model.Transform(context.Data.LoadFromEnumerable([new Row(1), new Row(2)]));
Console.WriteLine($"model: {model.GetType().FullName}");
foreach (var column in output.Schema) Console.WriteLine($"column: {column.Name} {column.Type}");
context.Model.Save(model, output.Schema, args[1]);

sealed class Row(float value)
{
    public float Value { get; } = value;
}
