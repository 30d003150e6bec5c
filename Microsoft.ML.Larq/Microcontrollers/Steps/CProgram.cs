using System.Globalization;
using System.Text;
using Microsoft.ML.Larq.Microcontrollers.Text;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Microcontrollers.Steps;

/// <summary>
/// A source while it is written: its tables, the functions that it needs, and the calls that score a row.
/// </summary>
/// <param name="memory">Where values lie.</param>
internal sealed class CProgram(CMemory memory)
{
    private readonly StringBuilder _tables = new();
    private readonly StringBuilder _calls = new();
    private readonly List<CFunction> _functions = [];
    private readonly HashSet<CFunction> _known = new(ReferenceEqualityComparer.Instance);
    private int _step;

    /// <summary>Bytes of the tables.</summary>
    public long Bytes { get; private set; }

    /// <summary>Numbers of the patch that is put together.</summary>
    public int Patch { get; private set; }

    /// <summary>The constant tables.</summary>
    public string Tables => _tables.ToString();

    /// <summary>The calls, in their order.</summary>
    public string Calls => _calls.ToString();

    /// <summary>Types and functions, each behind what it needs.</summary>
    public IEnumerable<string> Functions => _functions.Select(function => function.Code);

    /// <summary>Begins a layer's part.</summary>
    /// <param name="layer">What a comment calls it.</param>
    public void Begin(string layer) => _calls.Append("    /* ").Append(CText.Comment(layer)).Append(" */\n");

    /// <summary>A value.</summary>
    public string At(Slot slot) => memory.Of(slot);

    /// <summary>Room for a patch of so many numbers.</summary>
    public string PatchOf(int numbers)
    {
        Patch = Math.Max(Patch, numbers);
        return "memory->patch";
    }

    /// <summary>Adds a function and what it needs.</summary>
    public void Use(CFunction function)
    {
        if (!_known.Add(function)) return;
        foreach (var needed in function.Needs) Use(needed);
        _functions.Add(function);
    }

    /// <summary>Calls a function of the source.</summary>
    public void Call(CFunction function, string name, params object[] arguments)
    {
        Use(function);
        _calls.Append("    @").Append(name).Append('(').AppendJoin(", ", arguments.Select(argument => argument switch
        {
            float number => CText.Of(number),
            int number => CText.Of(number),
            bool truth => truth ? "1" : "0",
            Slot slot => memory.Of(slot),
            _ => (string)argument,
        })).Append(");\n");
    }

    /// <summary>A table of numbers; absent where it is empty.</summary>
    public string Table(string what, ReadOnlySpan<float> values) => Table(
        what, "float", Texts(values, CText.Of), sizeof(float));

    /// <summary>A table of whole numbers.</summary>
    public string Table(string what, ReadOnlySpan<int> values) => Table(
        what, "int32_t", Texts(values, CText.Of), sizeof(int));

    /// <summary>A table of words of signs.</summary>
    public string Table(string what, ReadOnlySpan<uint> values) => Table(
        what, "uint32_t", Texts(values, CText.Of), sizeof(uint));

    /// <summary>A constant of a type of the source; a pointer to it.</summary>
    public string Constant(string what, string type, params object[] fields)
    {
        var name = Name(what);
        _tables.Append("static const @").Append(type).Append(' ').Append(name).Append(" = {\n")
            .Append(CText.List(fields.Select(field => field switch
            {
                float number => CText.Of(number),
                int number => CText.Of(number),
                _ => (string)field,
            }))).Append("\n};\n");
        Bytes += fields.Length * sizeof(int);
        return "&" + name;
    }

    private string Table(string what, string type, string[] values, int bytes)
    {
        if (values.Length == 0) return "NULL";
        var name = Name(what);
        _tables.Append("static const ").Append(type).Append(' ').Append(name).Append('[')
            .Append(values.Length.ToString(CultureInfo.InvariantCulture)).Append("] = {\n")
            .Append(CText.List(values)).Append("\n};\n");
        Bytes += (long)values.Length * bytes;
        return name;
    }

    private string Name(string what) =>
        string.Create(CultureInfo.InvariantCulture, $"@table{_step++}_{what}");

    private static string[] Texts<T>(ReadOnlySpan<T> values, Func<T, string> text)
    {
        var texts = new string[values.Length];
        for (var i = 0; i < texts.Length; i++) texts[i] = text(values[i]);
        return texts;
    }
}
