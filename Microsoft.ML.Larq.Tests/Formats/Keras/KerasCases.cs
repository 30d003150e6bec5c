using System.Runtime.InteropServices;
using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.House;

namespace Microsoft.ML.Larq.Tests.Formats.Keras;

/// <summary>
/// Files with their rows and the right outputs, which lie beside the repository; and small ones made here.
/// </summary>
internal static class KerasCases
{
    /// <summary>The file of a case; where it is not there, the test is inconclusive.</summary>
    public static string Model(string name) => Path(name, "model.h5");

    /// <summary>The case's rows, one after another.</summary>
    public static float[] Rows(string name) =>
        MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path(name, "x.f32"))).ToArray();

    /// <summary>The right outputs, of an independent reference in double precision.</summary>
    public static double[] Outputs(string name) =>
        MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(Path(name, "y.f64"))).ToArray();

    /// <summary>A sequential model of these layers without weights.</summary>
    public static KerasLayout.TemporaryFile Sequential(TensorShape rows, params string[] layers) => new KerasLayout
    {
        ModelConfig = Config(rows, layers),
    }.ToFile();

    /// <summary>The configuration of a sequential model of these layers.</summary>
    public static string Config(TensorShape rows, params string[] layers) =>
        "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"s\", \"layers\": ["
        + "{\"class_name\": \"InputLayer\", \"config\": {\"name\": \"in\", \"batch_input_shape\": "
        + $"[null, {string.Join(", ", rows.Dimensions)}]}}}}, {string.Join(", ", layers)}]}}}}";

    /// <summary>Rows of one vector column, Features.</summary>
    public static IDataView Table(MLContext context, float[] values, int size)
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, size);
        return context.Data.LoadFromEnumerable(values.Chunk(size).Select(row => new Row { Features = row }), schema);
    }

    private static string Path(string name, string file)
    {
        for (var folder = new DirectoryInfo(SourceTree.Root); folder is not null; folder = folder.Parent)
        {
            var path = System.IO.Path.Combine(folder.FullName, "shared", "data", "keras-cases", name, file);
            if (File.Exists(path)) return path;
        }

        Assert.Inconclusive($"'{name}/{file}' is not there: put it into '../shared/data/keras-cases'.");
        return "";
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];
    }
}
