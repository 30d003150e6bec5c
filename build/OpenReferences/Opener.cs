using Mono.Cecil;

namespace Larq.OpenReferences;

/// <summary>Makes internal, protected internal and private protected things public; private stays private.</summary>
internal static class Opener
{
    /// <summary>Opens a module in memory and says how many types and members it opened.</summary>
    public static int Open(ModuleDefinition module) => module.GetTypes().Where(IsOurs).Sum(Open);

    // What a compiler embeds (System.*, Microsoft.CodeAnalysis.*) or makes up (<...>) would clash with the real ones.
    private static bool IsOurs(TypeDefinition type)
    {
        var outermost = type;
        while (outermost.DeclaringType is { } outer) outermost = outer;
        var home = outermost.Namespace;
        return home is not ("Microsoft.CodeAnalysis" or "System")
            && !home.StartsWith("System.", StringComparison.Ordinal) && !type.Name.StartsWith('<');
    }

    private static int Open(TypeDefinition type)
    {
        var opened = OpenSelf(type) ? 1 : 0;
        // A field that shares its name with an event is that event's storage: opening it would hide the event.
        var events = type.Events.Select(e => e.Name).ToHashSet();
        foreach (var field in type.Fields.Where(f => IsHalfOpen((ushort)f.Attributes) && !events.Contains(f.Name)))
        {
            field.Attributes = (field.Attributes & ~FieldAttributes.FieldAccessMask) | FieldAttributes.Public;
            opened++;
        }

        foreach (var method in type.Methods.Where(m => IsHalfOpen((ushort)m.Attributes)))
        {
            method.Attributes = (method.Attributes & ~MethodAttributes.MemberAccessMask) | MethodAttributes.Public;
            opened++;
        }

        return opened;
    }

    private static bool OpenSelf(TypeDefinition type)
    {
        var open = (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.NotPublic => TypeAttributes.Public,
            TypeAttributes.NestedAssembly or TypeAttributes.NestedFamORAssem or TypeAttributes.NestedFamANDAssem
                => TypeAttributes.NestedPublic,
            var asItIs => asItIs,
        };
        var changed = open != (type.Attributes & TypeAttributes.VisibilityMask);
        type.Attributes = (type.Attributes & ~TypeAttributes.VisibilityMask) | open;
        return changed;
    }

    // Fields and methods share one encoding of access (ECMA-335 II.23.1.5 and II.23.1.10).
    private static bool IsHalfOpen(ushort attributes) =>
        (FieldAttributes)(attributes & (ushort)FieldAttributes.FieldAccessMask)
        is FieldAttributes.Assembly or FieldAttributes.FamORAssem or FieldAttributes.FamANDAssem;
}
