using Microsoft.ML.Data;

namespace Microsoft.ML.Larq.Tests.Onnx;

/// <summary>A pipeline's model, written by ML.NET's converter and read by its ONNX transformer.</summary>
internal static class AppliedModel
{
    public static byte[] Bytes(MLContext context, ITransformer model, IDataView data)
    {
        using var stream = new MemoryStream();
        context.Model.ConvertToOnnx(model, data, stream);
        return stream.ToArray();
    }

    /// <summary>The rows with the columns that the file gives, by their names.</summary>
    public static IDataView Transform(MLContext context, ITransformer model, IDataView data, string path)
    {
        File.WriteAllBytes(path, Bytes(context, model, data));
        return context.Transforms.ApplyOnnxModel(path).Fit(data).Transform(data);
    }

    /// <summary>Requires that columns have the same values, numbers within 1e-4.</summary>
    public static void AssertAlike(IDataView ours, IDataView theirs, params string[] columns)
    {
        foreach (var column in columns)
        {
            var (expected, actual) = (Values(ours, column), Values(theirs, column));
            Assert.AreNotEqual(0, expected.Length, column);
            Assert.HasCount(expected.Length, actual, column);
            for (var i = 0; i < expected.Length; i++)
            {
                if (expected[i] is float number) Assert.AreEqual(number, (float)actual[i], 1e-4f, $"{column}, {i}");
                else Assert.AreEqual(expected[i], actual[i], $"{column}, {i}");
            }
        }
    }

    /// <summary>All values of a column, a vector's one by one.</summary>
    public static object[] Values(IDataView view, string column)
    {
        var type = view.Schema[column].Type;
        return ((type as VectorDataViewType)?.ItemType.RawType ?? type.RawType) switch
        {
            var raw when raw == typeof(float) => [.. Read<float>(view, column).Cast<object>()],
            var raw when raw == typeof(uint) => [.. Read<uint>(view, column).Cast<object>()],
            var raw when raw == typeof(bool) => [.. Read<bool>(view, column).Cast<object>()],
            var raw when raw == typeof(ReadOnlyMemory<char>) =>
                [.. Read<ReadOnlyMemory<char>>(view, column).Select(text => text.ToString())],
            var raw => throw new NotSupportedException(raw.ToString()),
        };
    }

    private static IEnumerable<T> Read<T>(IDataView view, string name)
    {
        var column = view.Schema[name];
        using var cursor = view.GetRowCursor([column]);
        if (column.Type is VectorDataViewType)
        {
            VBuffer<T> vector = default;
            var getter = cursor.GetGetter<VBuffer<T>>(column);
            while (cursor.MoveNext())
            {
                getter(ref vector);
                foreach (var value in vector.DenseValues().ToArray()) yield return value;
            }

            yield break;
        }

        T single = default!;
        var one = cursor.GetGetter<T>(column);
        while (cursor.MoveNext())
        {
            one(ref single);
            yield return single;
        }
    }
}
